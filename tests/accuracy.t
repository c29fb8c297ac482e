#!/bin/sh
# Our own sentences in ten languages: what is right is left alone, what is wrong is found.
exec "${BUILD:-build}/tests/accuracy/accuracy" --tap
