# Debian packages that the project needs; tests/run.mk installs those that are missing.
PACKAGES_BUILD := gcc gcc-s390x-linux-gnu libc6-dev libc6-dev-s390x-cross zlib1g-dev xz-utils
PACKAGES_RUN   := e2fsprogs hercules s3270 c3270 python3
PACKAGES_CHECK := check pkg-config qemu-user python3-pytest python3-pytest-xdist regina-rexx
