// SPDX-License-Identifier: Apache-2.0
/* randread DEVICE COUNT: reads that many blocks of 4096 bytes at random places, not by way of the page cache. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BLOCK 4096

int main(int argc, char **argv)
{
	int fd = argc == 3 ? open(argv[1], O_RDONLY | O_DIRECT) : -1;
	off_t nr_blocks = fd < 0 ? 0 : lseek(fd, 0, SEEK_END) / BLOCK;
	long count = argc == 3 ? atol(argv[2]) : 0;
	void *buf;

	if (nr_blocks < 1 || posix_memalign(&buf, BLOCK, BLOCK)) {
		perror("randread");
		return 1;
	}
	srandom(1);
	for (long i = 0; i < count; i++) {
		if (pread(fd, buf, BLOCK, random() % nr_blocks * BLOCK) != BLOCK) {
			perror("randread");
			return 1;
		}
	}
	return 0;
}
