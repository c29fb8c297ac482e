#!/bin/sh
# Every command and snippet of the documents is run by a test, or says why not.
exec perl "${SRC:-.}/tests/house/documents.pl"
