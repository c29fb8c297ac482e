# A headless Chromium, driven over pipes: nothing listens, and all it would fetch goes to a proxy
# of ours that fetches nothing and notes what was asked for.
package chromium;
use strict;
use warnings;
use Compress::Zlib ();
use IO::Handle;
use IO::Socket::INET;
use JSON::PP;
use MIME::Base64;
use POSIX ();

use constant PATIENCE => 300;	# seconds, for one answer: a hang guard

my $json = JSON::PP->new->utf8;

# Its own folder, below the one given, and a process group of its own.
sub new {
	my ($class, $program, $dir) = @_;
	my $self = bless { dir => $dir, id => 0, events => [], asked => "$dir/asked", pending => "",
		owner => $$ }, $class;

	$self->listen;
	pipe(my $its_in, my $out) && pipe(my $in, my $its_out) or die "pipe: $!";
	$self->{pid} = fork // die "fork: $!";
	if (!$self->{pid}) {
		setpgrp;
		open STDIN, "<", "/dev/null";
		open STDOUT, ">", "$dir/chromium.log";
		open STDERR, ">&", \*STDOUT;
		my @fds = (fileno $its_in, fileno $its_out);
		# Above what they are moved to, lest one lands on the other.
		my @high = map { POSIX::fcntl($_ == $fds[0] ? $its_in : $its_out, POSIX::F_DUPFD(), 10) + 0 } @fds;
		POSIX::dup2($high[0], 3);
		POSIX::dup2($high[1], 4);
		no warnings "exec";
		exec $program, qw(--headless=new --remote-debugging-pipe --no-first-run --disable-gpu
			--hide-scrollbars --disable-background-networking --disable-component-update
			--disable-sync --disable-default-apps --disable-extensions --disable-domain-reliability
			--disable-client-side-phishing-detection --metrics-recording-only --no-pings
			--disable-dev-shm-usage --force-color-profile=srgb --use-mock-keychain
			--password-store=basic), ($> == 0 ? "--no-sandbox" : ()),
			"--user-data-dir=$dir/profile", "--proxy-server=http://127.0.0.1:$self->{port}",
			"--proxy-bypass-list=<-loopback>", "about:blank";
		POSIX::_exit(127);
	}
	close $its_in;
	close $its_out;
	@$self{qw(out in)} = ($out, $in);
	$out->autoflush(1);
	return $self;
}

# The proxy: a line a request, and no answer.
sub listen {
	my ($self) = @_;
	my $socket = IO::Socket::INET->new(Listen => 20, LocalAddr => "127.0.0.1") or die "listen: $!";

	$self->{port} = $socket->sockport;
	$self->{proxy} = fork // die "fork: $!";
	return if $self->{proxy};
	open my $log, ">>", $self->{asked} or POSIX::_exit(1);
	$log->autoflush(1);
	while (my $client = $socket->accept) {
		my $line = <$client> // "";
		print $log $line;
		close $client;
	}
	POSIX::_exit(0);
}

# What was asked of the proxy so far, but for what Chromium wants for itself.
sub asked {
	my ($self) = @_;
	open my $in, "<", $self->{asked} or return ();
	return grep { !m{^(CONNECT |[A-Z]+ https?://)([a-z0-9-]+\.)*(google|googleapis|gvt1)\.com[:/]} } <$in>;
}

sub read_one {
	my ($self) = @_;

	while ($self->{pending} !~ /\0/) {
		my $ready = "";
		vec($ready, fileno $self->{in}, 1) = 1;
		select($ready, undef, undef, PATIENCE) or die "Chromium does not answer\n";
		sysread($self->{in}, $self->{pending}, 1 << 20, length $self->{pending}) or die "Chromium is gone\n";
	}
	$self->{pending} =~ s/^([^\0]*)\0//;
	return $json->decode($1);
}

# Its answer; what it tells meanwhile goes to the events.
sub call {
	my ($self, $method, %params) = @_;
	my $id = ++$self->{id};

	print { $self->{out} } $json->encode({ id => $id, method => $method, params => \%params,
		$self->{session} ? (sessionId => $self->{session}) : () }), "\0";
	for (;;) {
		my $m = $self->read_one;
		if (!defined $m->{id}) {
			push @{$self->{events}}, $m;
			next;
		}
		next if $m->{id} != $id;
		die "$method: $m->{error}{message}\n" if $m->{error};
		return $m->{result};
	}
}

sub open_tab {
	my ($self) = @_;
	my $target = $self->call("Target.createTarget", url => "about:blank");

	$self->{session} = $self->call("Target.attachToTarget", targetId => $target->{targetId},
		flatten => JSON::PP::true)->{sessionId};
	$self->call("$_.enable") for qw(Page Network Runtime Log);
}

# Loads a page; the events since then.
sub load {
	my ($self, $url) = @_;

	$self->{events} = [];
	$self->call("Page.navigate", url => $url);
	until (grep { $_->{method} eq "Page.loadEventFired" } @{$self->{events}}) {
		my $m = $self->read_one;
		push @{$self->{events}}, $m if !defined $m->{id};
		$self->call("Page.handleJavaScriptDialog", accept => JSON::PP::true)
			if ($m->{method} // "") eq "Page.javascriptDialogOpening";
	}
	return $self->evaluate("new Promise(done => setTimeout(() => done(1), 50))");
}

sub events {
	my ($self, $method) = @_;
	return map { $_->{params} } grep { $_->{method} eq $method } @{$self->{events}};
}

# The value of an expression, which a policy of the page does not hold.
sub evaluate {
	my ($self, $expression) = @_;
	my $r = $self->call("Runtime.evaluate", expression => $expression,
		returnByValue => JSON::PP::true, awaitPromise => JSON::PP::true);

	die "$r->{exceptionDetails}{text}: " . ($r->{exceptionDetails}{exception}{description} // "") . "\n"
		if $r->{exceptionDetails};
	return $r->{result}{value};
}

sub screen {
	my ($self, $width, $height, $scheme) = @_;

	$self->call("Emulation.setDeviceMetricsOverride", width => 0 + $width, height => 0 + $height,
		deviceScaleFactor => 1, mobile => $width < 500 ? JSON::PP::true : JSON::PP::false);
	$self->call("Emulation.setEmulatedMedia", features => [
		{ name => "prefers-color-scheme", value => $scheme } ]);
}

sub key {
	my ($self, $key, $code) = @_;
	my %key = (key => $key, code => $key, windowsVirtualKeyCode => $code,
		$key eq "Enter" ? (text => "\r") : ());

	$self->call("Input.dispatchKeyEvent", type => "keyDown", %key);
	$self->call("Input.dispatchKeyEvent", type => "keyUp", %key);
}

sub png { decode_base64($_[0]->call("Page.captureScreenshot", format => "png")->{data}) }

# Width, height, rows of pixels: of the PNG that Chromium writes (8 bits, RGB or RGBA).
sub pixels {
	my ($png) = @_;
	my ($at, $packed) = (8, "");
	my ($width, $height, $channels);

	die "no PNG\n" if substr($png, 0, 8) ne "\x89PNG\r\n\x1a\n";
	while ($at < length $png) {
		my ($len, $kind) = unpack "Na4", substr $png, $at, 8;
		my $data = substr $png, $at + 8, $len;
		if ($kind eq "IHDR") {
			($width, $height, my $depth, my $color) = unpack "NNCC", $data;
			die "an odd PNG\n" if $depth != 8 || ($color != 2 && $color != 6);
			$channels = $color == 2 ? 3 : 4;
		}
		$packed .= $data if $kind eq "IDAT";
		$at += 12 + $len;
	}
	my $raw = Compress::Zlib::uncompress($packed);
	my $stride = $width * $channels;
	my @above = (0) x $stride;
	my @rows;
	for my $y (0 .. $height - 1) {
		my ($filter, @row) = unpack "C*", substr $raw, $y * ($stride + 1), $stride + 1;
		if ($filter == 1) {
			$row[$_] = $row[$_] + $row[$_ - $channels] & 255 for $channels .. $stride - 1;
		} elsif ($filter == 2) {
			$row[$_] = $row[$_] + $above[$_] & 255 for 0 .. $stride - 1;
		} elsif ($filter == 3) {
			$row[$_] = $row[$_] + ((($_ >= $channels ? $row[$_ - $channels] : 0) + $above[$_]) >> 1) & 255
				for 0 .. $stride - 1;
		} elsif ($filter == 4) {
			for (0 .. $stride - 1) {
				my ($l, $u, $lu) = ($_ >= $channels ? $row[$_ - $channels] : 0, $above[$_],
					$_ >= $channels ? $above[$_ - $channels] : 0);
				my ($dl, $du, $dlu) = (abs($u - $lu), abs($l - $lu), abs($l + $u - 2 * $lu));
				$row[$_] = $row[$_] + ($dl <= $du && $dl <= $dlu ? $l : $du <= $dlu ? $u : $lu) & 255;
			}
		}
		@above = @row;
		push @rows, [@row];
	}
	return ($width, $height, $channels, \@rows);
}

# How many colours there are, and how light the picture is, of 255.
sub look {
	my ($width, $height, $channels, $rows) = pixels(@_);
	my (%colors, $sum);

	for my $row (@$rows) {
		for (my $x = 0; $x < @$row; $x += $channels) {
			$colors{($row->[$x] << 16) + ($row->[$x + 1] << 8) + $row->[$x + 2]}++;
		}
	}
	$sum += $colors{$_} * (($_ >> 16) + ($_ >> 8 & 255) + ($_ & 255)) / 3 for keys %colors;
	return { width => $width, height => $height, colors => scalar keys %colors,
		light => $sum / ($width * $height) };
}

sub stop {
	my ($self) = @_;

	return if $self->{owner} != $$ || $self->{stopped}++;
	delete $self->{session};
	eval { $self->call("Browser.close") };
	for (1 .. 50) {
		last if waitpid($self->{pid}, POSIX::WNOHANG()) == $self->{pid};
		select undef, undef, undef, 0.1;
	}
	kill "KILL", -$self->{pid};
	kill "KILL", $self->{proxy};
	waitpid $self->{proxy}, 0;
}

sub DESTROY { local ($?, $@); $_[0]->stop }

1;
