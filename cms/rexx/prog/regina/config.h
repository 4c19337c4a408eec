/* SPDX-License-Identifier: Apache-2.0 */
/* What Regina is to know of its surroundings: what the C library has that CMS serves. */
#define UNIX					  1
#define STDC_HEADERS				  1
#define TIME_WITH_SYS_TIME			  1
#define HAVE_ATOLL				  1
#define HAVE_DIV				  1
#define HAVE_FSEEKO				  1
#define HAVE_FTELLO				  1
#define HAVE_FTRUNCATE				  1
#define HAVE_GETTIMEOFDAY			  1
#define HAVE_GMTIME_R				  1
#define HAVE_LOCALTIME_R			  1
#define HAVE_MEMCPY				  1
#define HAVE_MEMMOVE				  1
#define HAVE_PUTENV				  1
#define HAVE_RANDOM				  1
#define HAVE_RAISE				  1
#define HAVE_STRERROR				  1
#define HAVE_SYSCONF				  1
#define HAVE_VSPRINTF				  1
#define HAVE_SIGACTION				  1
#define HAVE_ALLOCA_H				  1
#define HAVE_ASSERT_H				  1
#define HAVE_CTYPE_H				  1
#define HAVE_ERRNO_H				  1
#define HAVE_FCNTL_H				  1
#define HAVE_GRP_H				  1
#define HAVE_INTTYPES_H				  1
#define HAVE_LIMITS_H				  1
#define HAVE_MALLOC_H				  1
#define HAVE_MATH_H				  1
#define HAVE_POLL_H				  1
#define HAVE_PWD_H				  1
#define HAVE_SETJMP_H				  1
#define HAVE_SIGNAL_H				  1
#define HAVE_STDARG_H				  1
#define HAVE_STDIO_H				  1
#define HAVE_STDLIB_H				  1
#define HAVE_STDINT_H				  1
#define HAVE_STRING_H				  1
#define HAVE_SYS_STAT_H				  1
#define HAVE_SYS_TIME_H				  1
#define HAVE_SYS_WAIT_H				  1
#define HAVE_SYS_RESOURCE_H			  1
#define HAVE_SYS_SELECT_H			  1
#define HAVE_SYS_SOCKET_H			  1
#define HAVE_SYS_UTSNAME_H			  1
#define HAVE_NETINET_IN_H			  1
#define HAVE_NETDB_H				  1
#define HAVE_ARPA_INET_H			  1
#define HAVE_TIME_H				  1
#define HAVE_UNISTD_H				  1
#define HAVE_GETGRGID_R_RETURNS_INT_5_PARAMS	  1
#define HAVE_GETPWUID_R_RETURNS_INT		  1
#define HAVE_GETHOSTBYNAME_R_RETURNS_INT_6_PARAMS 1
#define HAVE_BUILTIN_RETURN_ADDRESS		  1
#define HAVE_REGINA_ADDON_DIR			  ""

#define NO_EXTERNAL_QUEUES /* the stack is that of CMS */

#define REGINA_SHARE_DIRECTORY "/"
#define REGINA_VERSION_DATE    "25 Jun 2022"
#define REGINA_VERSION_MAJOR   "3"
#define REGINA_VERSION_MINOR   "9"
#define REGINA_VERSION_RELEASE "5"
#define REGINA_VERSION_SUPP    ""
#define REGINA_BITS	       64
