#include "core/template_syntax.h"

enum {
	TEXT = TEMPLATE_IN_TEXT | TEMPLATE_IN_SUBJECT,
	NAMED = TEXT | TEMPLATE_IN_FIELD,
	ALL = NAMED | TEMPLATE_IN_TARGET,
	TARGET = TEMPLATE_IN_TARGET,
};

static const struct template_syntax braces[] = {
	{ "mustache", "Handlebars, Mustache, Liquid, Jinja2, Twig", "{{{", "}}}",
	  NAMES_EXPRESSION, 1, 120, ALL, 0, true },
	{ "mustache", "Handlebars, Mustache, Liquid, Jinja2, Twig", "{{", "}}",
	  NAMES_EXPRESSION, 1, 160, ALL, 0, true },
	{ "mustache-broken", "Handlebars, Mustache, Liquid, Jinja2, Twig", "{{", "}",
	  NAMES_EXPRESSION, 2, 40, NAMED, GUARD_BEFORE | GUARD_AFTER, false },
	{ "mustache-broken", "Handlebars, Mustache, Liquid, Jinja2, Twig", "{{", "",
	  NAMES_WORD, 3, 40, TEXT, GUARD_BEFORE | GUARD_AFTER, false },
	{ "block-tag", "Jinja2, Twig, Liquid, Django", "{%", "%}",
	  NAMES_TO_PERCENT, 2, 140, ALL, 0, true },
	{ "salesforce-merge", "Salesforce, Pardot, AWeber", "{!", "}",
	  NAMES_VARIABLE, 2, 60, ALL, 0, true },
	{ "smarty", "Smarty, Latte, MailerLite, Copernica, PrestaShop", "{$", "}",
	  NAMES_VARIABLE, 2, 80, ALL, 0, true },
	{ "mustache-broken", "Handlebars, Mustache, Liquid, Jinja2, Twig", "{", "}}",
	  NAMES_WORD, 2, 40, NAMED, GUARD_BEFORE, false },
	{ "brace-word", "PrestaShop, phpBB, ICU, .NET, Java MessageFormat", "{", "}",
	  NAMES_WORD, 2, 41, ALL, GUARD_BEFORE | GUARD_AFTER | GUARD_TAG | GUARD_WHOLE, false },
	{ "brace-number", ".NET, Java MessageFormat, Python format", "{", "}",
	  NAMES_DIGITS, 1, 2, NAMED, GUARD_BEFORE | GUARD_AFTER | GUARD_WHOLE, true },
};

static const struct template_syntax dollars[] = {
	{ "dollar-brace", "FreeMarker, Thymeleaf, JSP, JavaScript, Velocity", "$!{", "}",
	  NAMES_PATH, 1, 80, ALL, 0, true },
	{ "dollar-brace", "FreeMarker, Thymeleaf, JSP, JavaScript, Velocity", "${", "}",
	  NAMES_PATH, 1, 80, ALL, 0, true },
	{ "dollar-double", "FreshMail", "$$", "$$", NAMES_LABEL, 2, 40, NAMED, GUARD_BEFORE, true },
	{ "velocity", "Velocity, Jira", "$!", "", NAMES_DOTTED, 3, 60, TEXT,
	  GUARD_BEFORE | GUARD_LINK | GUARD_AFTER, false },
	{ "dollar-name-dollar", "Responsys, Emarsys", "$", "$",
	  NAMES_CAPITAL, 3, 40, NAMED, GUARD_BEFORE | GUARD_AFTER, true },
	{ "velocity", "Velocity, Jira", "$", "", NAMES_DOTTED, 3, 60, TEXT,
	  GUARD_BEFORE | GUARD_LINK | GUARD_AFTER, false },
	{ "dollar-name", "Perl, PHP, Velocity", "$", "", NAMES_FIELD, 2, 40, NAMED,
	  GUARD_BEFORE | GUARD_AFTER, false },
};

static const struct template_syntax percents[] = {
	{ "ampscript", "Salesforce AMPscript", "%%[", "]%%", NAMES_ANY, 1, 200, ALL, 0, true },
	{ "ampscript", "Salesforce AMPscript", "%%=", "=%%", NAMES_ANY, 1, 120, ALL, 0, true },
	{ "percent-double", "Salesforce Marketing Cloud, Acoustic, Emma, Interspire", "%%", "%%",
	  NAMES_LABEL, 2, 60, ALL, GUARD_BEFORE, true },
	{ "percent-brace", "Ruby on Rails I18n", "%{", "}", NAMES_WORD, 1, 60, ALL, 0, true },
	{ "python-named", "Python, Django, Odoo", "%(", ")s", NAMES_WORD, 1, 40, ALL, GUARD_AFTER, true },
	{ "python-named", "Python, Django, Odoo", "%(", ")d", NAMES_WORD, 1, 40, ALL, GUARD_AFTER, true },
	{ "printf-positional", "PHP, WordPress, gettext, Java", "%", "$s",
	  NAMES_DIGITS, 1, 2, ALL, GUARD_AFTER, true },
	{ "printf-positional", "PHP, WordPress, gettext, Java", "%", "$d",
	  NAMES_DIGITS, 1, 2, ALL, GUARD_AFTER, true },
	{ "percent-upper", "ActiveCampaign, Drupal, Windows", "%", "%",
	  NAMES_UPPER, 3, 41, ALL, GUARD_BEFORE | GUARD_AFTER | GUARD_PERCENT, true },
	{ "percent-lower", "Mailgun, Symfony, Twig", "%", "%",
	  NAMES_LOWER, 3, 41, ALL, GUARD_BEFORE | GUARD_AFTER | GUARD_PERCENT, true },
	{ "printf-plain", "C, PHP, gettext", "%s", "", NAMES_NONE, 0, 0, TEXT,
	  GUARD_BEFORE | GUARD_AFTER | GUARD_NUMBER, false },
	{ "printf-plain", "C, PHP, gettext", "%d", "", NAMES_NONE, 0, 0, TEXT,
	  GUARD_BEFORE | GUARD_AFTER | GUARD_NUMBER, false },
	{ "mustache", "Handlebars, Mustache, Liquid, Jinja2, Twig", "%7B%7B", "%7D%7D",
	  NAMES_TO_PERCENT, 1, 120, TARGET, 0, true },
	{ "mustache", "Handlebars, Mustache, Liquid, Jinja2, Twig", "%7b%7b", "%7d%7d",
	  NAMES_TO_PERCENT, 1, 120, TARGET, 0, true },
	{ "mustache", "Handlebars, Mustache, Liquid, Jinja2, Twig", "%7B%7B%20", "%20%7D%7D",
	  NAMES_TO_PERCENT, 1, 120, TARGET, 0, true },
};

static const struct template_syntax hashes[] = {
	{ "velocity", "Velocity, Jira", "#if(", "", NAMES_NONE, 0, 0, TEXT, GUARD_SPACE, false },
	{ "velocity", "Velocity, Jira", "#foreach(", "", NAMES_NONE, 0, 0, TEXT, GUARD_SPACE, false },
	{ "velocity", "Velocity, Jira", "#set(", "", NAMES_NONE, 0, 0, TEXT, GUARD_SPACE, false },
	{ "hash-brace", "Ruby, Pug, Thymeleaf", "#{", "}", NAMES_PATH, 1, 60, ALL, 0, true },
	{ "hash-name", "1C-Bitrix, ColdFusion", "#", "#", NAMES_UPPER, 3, 31, NAMED,
	  GUARD_BEFORE | GUARD_LINK | GUARD_AFTER, true },
	{ "hash-name", "1C-Bitrix, ColdFusion", "#", "#", NAMES_UPPER, 3, 31, TARGET,
	  GUARD_BEFORE | GUARD_AFTER, true },
};

static const struct template_syntax brackets[] = {
	{ "ams-bracket-percent", "AMS Enterprise", "[%%", "%%]", NAMES_LABEL, 2, 60, ALL, 0, true },
	{ "tt-bracket-percent", "Template Toolkit, Sendsay", "[%", "%]",
	  NAMES_TO_PERCENT, 1, 80, ALL, 0, true },
	{ "square-double", "GetResponse, Constant Contact, Mailjet, Infobip", "[[", "]]",
	  NAMES_LABEL, 2, 61, ALL, 0, true },
	{ "square-upper", "Campaign Monitor, ActiveTrail", "[", "]",
	  NAMES_UPPER, 3, 41, ALL, GUARD_BEFORE | GUARD_AFTER | GUARD_TAG, false },
};

static const struct template_syntax stars[] = {
	{ "mailchimp", "Mailchimp, Mandrill, Cakemail", "*|", "|*", NAMES_MERGE, 2, 60, ALL, 0, true },
};

static const struct template_syntax angles[] = {
	{ "erb", "ERB, EJS, ASP, JSP, SendGrid", "<%", "%>", NAMES_ANY, 1, 200, ALL, 0, true },
	{ "php-open", "PHP", "<?php", "", NAMES_NONE, 0, 0, TEXT, GUARD_AFTER, true },
	{ "php-open", "PHP", "<?=", "?>", NAMES_ANY, 1, 120, ALL, 0, true },
	{ "freemarker-directive", "FreeMarker", "<#if ", "", NAMES_NONE, 0, 0, TEXT, 0, true },
	{ "freemarker-directive", "FreeMarker", "<#list ", "", NAMES_NONE, 0, 0, TEXT, 0, true },
	{ "freemarker-directive", "FreeMarker", "<#else>", "", NAMES_NONE, 0, 0, TEXT, 0, true },
	{ "freemarker-directive", "FreeMarker", "<#assign ", "", NAMES_NONE, 0, 0, TEXT, 0, true },
};

static const struct template_syntax ats[] = {
	{ "at-model", "ASP.NET Razor", "@Model.", "", NAMES_CAPITAL, 1, 60, TEXT, GUARD_BEFORE, true },
	{ "at-model", "ASP.NET Razor", "@ViewBag.", "", NAMES_CAPITAL, 1, 60, TEXT, GUARD_BEFORE, true },
	{ "dotdigital", "dotdigital", "@", "@", NAMES_UPPER, 3, 31, NAMED,
	  GUARD_BEFORE | GUARD_LINK | GUARD_AFTER, true },
	{ "dotdigital", "dotdigital", "@", "@", NAMES_UPPER, 3, 31, TARGET,
	  GUARD_BEFORE | GUARD_AFTER, true },
};

static const struct template_syntax tildes[] = {
	{ "infusionsoft", "Keap, Infusionsoft", "~", "~", NAMES_DOTTED, 3, 60, NAMED,
	  GUARD_BEFORE | GUARD_LINK | GUARD_AFTER, true },
};

static const struct template_syntax dashes[] = {
	{ "dash-name", "SendGrid", "-", "-", NAMES_FIELD, 3, 30, NAMED,
	  GUARD_BEFORE | GUARD_LINK | GUARD_AFTER, false },
};

static const struct template_syntax colons[] = {
	{ "colon-name", "Laravel", ":", "", NAMES_FIELD, 3, 40, NAMED,
	  GUARD_SPACE | GUARD_AFTER | GUARD_COLON, false },
};

#define OPENER(v) { (v), G_N_ELEMENTS(v) }
const struct template_opener template_syntax_openers[256] = {
	['{'] = OPENER(braces),
	['$'] = OPENER(dollars),
	['%'] = OPENER(percents),
	['#'] = OPENER(hashes),
	['['] = OPENER(brackets),
	['*'] = OPENER(stars),
	['<'] = OPENER(angles),
	['@'] = OPENER(ats),
	['~'] = OPENER(tildes),
	['-'] = OPENER(dashes),
	[':'] = OPENER(colons),
};
