# SPDX-License-Identifier: Apache-2.0
"""Every command that somebody who knows z/VM would try, at a line terminal: what he types, and what CP answers.

A row is what is typed => how the answer begins, a regular expression. A line with => alone is the answer's next line, ...
stands for more lines, nothing for no answer. As on a real console several commands are entered in one line, parted by #; a
row with =>> is entered alone. The order matters: the rows of one table are one session.
"""

import re

import pytest
from harness import TOP
from harness.system import password
from harness.telnet3215 import Telnet3215
from harness.wait import Failed

LINE_MAX = 115  # characters of a line with several commands
COMMANDS_MAX = 7  # in one line; with the last one, which ends it, they are as many as a console keeps
END = "MSG * END"

BEFORE_LOGON = r"""
LOGON                                =>> HCPCFC020E Userid missing or invalid
LOGON TOOLONGNAME                    =>> HCPCFC007E Invalid userid - TOOLONGNAME
DIAL LINUX1                          =>> HCPDIA7027E DIAL is not supported
UNDIAL                               =>> HCPCFC015E Command not valid before LOGON: UNDIAL
QUERY USERID                         =>> HCPCFC015E Command not valid before LOGON: QUERY
MSG NOBODY hello                     =>> HCPMSG045E NOBODY not logged on
XYZZY                                =>> HCPCMD001E Unknown CP command: XYZZY
LOGIN MAINT MAINT NOIPL              =>> There is no logmsg data
=> FILES:   NO RDR,   NO PRT,   NO PUN
=> LOGON AT \d\d:\d\d:\d\d UTC \w+DAY \d\d/\d\d/\d\d
=> CP
LOGOUT                               =>> CONNECT= \d\d:\d\d:\d\d VIRTCPU= \d{3}:\d\d\.\d\d TOTCPU= \d{3}:\d\d\.\d\d
=> LOGOFF AT \d\d:\d\d:\d\d UTC \w+DAY \d\d/\d\d/\d\d
=> STILLWATER SWATER ONLINE
"""

QUERIES = r"""
* a comment                          =>
CP                                   =>
CP CP Q USERID                       => MAINT    AT SWATER
COMMANDS                             => \*          ATTACH
=> ...
QUERY COMM                           => \*          ATTACH
=> ...
QUERY NAMES                          => OPERATOR -L0009, .*MAINT    -L0010
Q N                                  => OPERATOR -L0009
QUERY USERS                          =>  +\d+ USERS, +0 DIALED, +0 NET
Q U                                  =>  +\d+ USERS
Q U MAINT                            => MAINT    -L0010
Q LINUX4                             => LINUX4   - DSC
QUERY USERID                         => MAINT    AT SWATER
QUERY TIME                           => TIME IS \d\d:\d\d:\d\d UTC \w+DAY \d\d/\d\d/\d\d$
=> CONNECT= \d\d:\d\d:\d\d VIRTCPU= \d{3}:\d\d\.\d\d TOTCPU= \d{3}:\d\d\.\d\d
Q T                                  => TIME IS
=> CONNECT=
QUERY CPLEVEL                        => Stillwater Version .*, service level \d{4} \(64-bit\)
=> IPL at \d\d/\d\d/\d\d \d\d:\d\d:\d\d UTC
Q CPL                                => Stillwater
=> IPL at
QUERY VIRTUAL                        => STORAGE = 64M
=> XSTORE = none
=> CPU 00  ID  FF\w{6} \w{4} \(BASE\) CP   CPUAFF ON
=> CONS 0009 ON LDEV L0010
=> ...
Q V ALL                              => STORAGE = 64M
=> ...
Q V STORAGE                          => STORAGE = 64M
Q V STOR                             => STORAGE = 64M
Q V CPUS                             => CPU 00
Q V UR                               => RDR  000C
=> ...
Q V READER                           => RDR  000C CL \* NOCONT NOHOLD     EOF       READY
=>  +000C 2540            CLOSED    NOKEEP NORESCAN   SUBCHANNEL = 0000
Q V RDR                              => RDR  000C
=>  +000C
Q V PUNCH                            => PUN  000D CL A NOCONT NOHOLD COPY 001    READY FORM STANDARD
=>  +000D TO MAINT    PUN DIST MAINT    FLASHC 000 DEST OFF
=>  +000D FLASH      CHAR      MDFY      0 FCB      LPP OFF
=>  +000D 2540     NOEOF CLOSED NOKEEP NOMSG NONAME
=>  +000D SUBCHANNEL = 0001
Q V PCH                              => PUN  000D
=> ...
Q V PRT                              => PRT  000E
=> ...
Q V DASD                             => HCPQVD040E Device DASD does not exist
Q V DA                               => HCPQVD040E Device DASD does not exist
Q V 9                                => CONS 0009
=> ...
Q V C-D                              => RDR  000C
=>  +000C
=> PUN  000D
=> ...
Q V CONSOLE                          => CONS 0009
=> ...
QUERY CONSOLE                        => CONS 0009 ON LDEV L0010  TERM STOP
=>  +0009 CL T NOCONT NOHOLD COPY 001    READY FORM STANDARD
=>  +0009 TO MAINT    PRT DIST MAINT    FLASHC 000 DEST OFF
=>  +0009 FLASH      CHAR      MDFY      0 FCB      LPP OFF
=>  +0009 3215   NOEOF CLOSED    NOKEEP NOMSG NONAME
=>  +0009 SUBCHANNEL = \w{4}
Q CONS                               => CONS 0009
=> ...
QUERY TERMINAL                       => LINEND # , LINEDEL . , CHARDEL @ , ESCAPE " , TABCHAR OFF
=> LINESIZE 080, ATTN OFF, APL OFF, TEXT OFF, MODE VM, HILIGHT OFF
=> CONMODE 3215, BREAKIN IMMED , BRKKEY PA1 , SCRNSAVE OFF
=> AUTOCR ON , MORE 050 010, HOLD ON , TIMESTAMP OFF, SYS3270 OFF
Q TERM                               => LINEND
=> ...
QUERY SET                            => MSG ON  , WNG ON  , EMSG ON , ACNT OFF, RUN OFF
=> LINEDIT ON , TIMER OFF
=> ASSIST OFF, PAGEX OFF
=> IMSG ON , SMSG ON
=> ...
QUERY PF1                            => PF01 UNDEFINED
Q PF12                               => PF12 RETRIEVE BACKWARD
QUERY READER                         => NO RDR FILES
Q R * ALL                            => NO RDR FILES
Q RDR CLASS A HOLD                   => NO RDR FILES
QUERY PRINTER                        => NO PRT FILES
Q PRT                                => NO PRT FILES
QUERY PUNCH                          => NO PUN FILES
Q PCH                                => NO PUN FILES
Q PU LINUX1                          => NO PUN FILES
QUERY FILES                          => FILES:   NO RDR,   NO PRT,   NO PUN
Q F LINUX1                           => FILES:   NO RDR
Q R TBL                              => HCPCFC7004E TBL is not supported
QUERY PROCESSORS                     => PROCESSOR 00 MASTER CP
=> ...
Q PROC                               => PROCESSOR 00
=> ...
QUERY STORAGE                        => STORAGE = \d+G CONFIGURED = \d+G INC = 1M STANDBY = 0  RESERVED = 0
Q STOR                               => STORAGE =
QUERY FRAMES                         => SYSGEN \d+ USABLE \d+ OFFLINE 0
=> CP \d+ CONTROL \d+
=> FREE \d+
Q FR                                 => SYSGEN
=> ...
QUERY SHARE                          => USER MAINT   : RELATIVE SHARE =   100
=>  +MAXIMUM SHARE = NOLIMIT
Q SH LINUX4                          => USER LINUX4  : RELATIVE SHARE
=>  +MAXIMUM
QUERY PRIVCLASS                      => PRIVILEGE CLASSES FOR USER MAINT
=>  +CURRENTLY: ABCDEFG
=>  +DIRECTORY: ABCDEFG
Q PRIV LINUX4                        => PRIVILEGE CLASSES FOR USER LINUX4
=>  +CURRENTLY: G$
=>  +DIRECTORY: G$
QUERY LOGMSG                         => There is no logmsg data
QUERY DASD                           => HCPQRD040E Device DASD does not exist
Q DA FREE                            => HCPQRD040E Device DASD does not exist
QUERY SECUSER                        => SECUSER NOT SET
Q SEC LINUX4                         => SECUSER OF LINUX4 IS OPERATOR
QUERY TIMERSLACK                     => TIMERSLACK OFF
Q TIMERS LINUX4                      => TIMERSLACK 250 MS
QUERY INTERCEPTS                     => USERID=MAINT    SIE=0
Q INT LINUX4                         => USERID=LINUX4
QUERY GRAF 10                        => CONS 0010 3215-00 LOGON AS MAINT SUBCHANNEL =
Q 10                                 => CONS 0010
Q 10-11                              => CONS 0010 3215-00 LOGON AS MAINT
=> ...
QUERY UR                             => RDR  000C 3505-01 SYSTEM
=> PUN  000D 3525-01 DRAINED CLASS A
=> PRT  000E 1403-01 DRAINED CLASS A
QUERY SIGNALS                        => NO USERS ENABLED FOR SHUTDOWN SIGNALS
QUERY SHUTDOWNTIME                   => SHUTDOWNTIME 30 SEC
QUERY TRACE                          => No trace sets defined
QUERY SCREEN                         => CPOUT    DEFAULT   NONE      PS0
=> ...
QUERY NSS                            => NO NSS FILES
QUERY ALLOC MAP                      =>  +EXTENT
=> ...
QUERY CPOWNED                        => Slot  Vol-ID  Rdev  Type   Status
QUERY QUICKDSP                       => USER MAINT   : QUICKDSP = OFF
QUERY MDCACHE                        => STORAGE MDC MIN=0M
=> TRACKS=0
QUERY LINKS 190                      => HCPQVD040E Device 0190
QUERY MDISK 190                      => HCPQVD040E Device 0190
QUERY TDISK                          => HCPQTD7229I
QUERY VSWITCH                        => HCPCFC7004E VSWITCH is not supported
QUERY XYZZY                          => HCP...(003E|045E)
QUERY                                => HCPCFC026E
INDICATE                             => AVGPROC-\d{3}% \d\d
=> STORAGE-\d{3}%
=> PAGING-\d+/SEC
=> ...
IND LOAD                             => AVGPROC-
=> ...
INDICATE USER                        => USERID=MAINT    MACH=Z STOR=64M VIRT=V XSTORE=NONE
=> PAGES: RES=
=> ...
IND USER LINUX4 EXP                  => USERID=LINUX4
=> ...
=> CPUS=1 DEVICES=4
INDICATE QUEUES EXP                  => ...
IND I/O                              => HCPCFC7004E I/O is not supported
IND PAGING                           => HCPCFC7004E PAGING is not supported
IND ACTIVE                           => HCPCFC7004E ACTIVE is not supported
HELP                                 => \* +is a comment
=> ...
H BEGIN                              => BEGIN lets your virtual machine go on
=> ...
HELP QUERY TIME                      => QUERY TIME
=> ...
HELP 045                             => HCP...045E
=> ...
HELP DIAG 8                          => DIAGNOSE X'008' execute a CP command
=> ...
HELP DIRECTORY MDISK                 => MDISK .a statement of USER DIRECT.
=> ...
"""

OPERATOR = r"""
SET LOGMSG 1 Welcome                 =>
QUERY LOGMSG                         => LOGMSG - \d\d:\d\d:\d\d UTC
=> \* Welcome
SET LOG NULL                         =>
Q LOG                                => There is no logmsg data
SET SECUSER LINUX4 MAINT             =>
Q SECUSER LINUX4                     => SECUSER OF LINUX4 IS MAINT
SET SEC LINUX4 OFF                   =>
SET SHARE LINUX4 RELATIVE 200        => USER LINUX4  : RELATIVE SHARE =   200
=>  +MAXIMUM SHARE = NOLIMIT
SET SHARE LINUX4 ABS 10% ABS 20% LIMITHARD => USER LINUX4  : ABSOLUTE SHARE = 10.0%
=>  +MAXIMUM SHARE = LIMITHARD ABSOLUTE 20.0%
SET SH LINUX4 INITIAL                => USER LINUX4  : RELATIVE SHARE =   100
=>  +MAXIMUM SHARE = NOLIMIT
SET SHARE LINUX4 RELATIVE 10001      => HCP...(002E|7001E)
SET QUICKDSP LINUX4 ON               => USER LINUX4  : QUICKDSP = ON
SET QUICK LINUX4 OFF                 => USER LINUX4  : QUICKDSP = OFF
SET TIMERSLACK LINUX4 100            =>
Q TIMERSLACK LINUX4                  => TIMERSLACK 100 MS
SET TIMERS LINUX4 250                =>
SET PRIVCLASS LINUX4 \+C             => PRIVILEGE CLASSES FOR USER LINUX4
=>  +CURRENTLY: CG
=>  +DIRECTORY: G
SET PRIV LINUX4 RESET                => PRIVILEGE
=>  +CURRENTLY: G$
=>  +DIRECTORY: G
SET SIGNAL SHUTDOWNTIME 30           =>
SET SHUTDOWNTIME 30                  =>
SET SRM                              => HCPCFC7004E SRM
SET XYZZY                            => HCPCFC003E Invalid option - XYZZY
SET                                  => HCPCFC026E
MESSAGE LINUX4 hello                 => HCPMFS057I LINUX4 not receiving; disconnected
MSG * hello                          => \d\d:\d\d:\d\d  \* MSG FROM MAINT   : hello
M ALL hello                          => ...
=> .* \* MSG FROM MAINT   : hello
M OPERATOR hello                     =>
MSG NOBODY hello                     => HCPMSG045E NOBODY not logged on
MSG MAINT                            => HCPMSG032E Message text missing
MSGNOH * hello                       => hello
WARNING * hello                      => .* \* WNG FROM MAINT   : hello
W LINUX4 hello                       => HCPMFS057I LINUX4 not receiving; disconnected
WNG ALL hello                        => .* \* WNG FROM MAINT   : hello
SMSG * hello                         => .* \* SMSG FROM MAINT   : hello
SM LINUX4 hello                      => HCPMFS057I LINUX4 not receiving; disconnected
SEND LINUX4 hello                    =>
SEND CP LINUX4 SET SMSG ON           =>
SEND NOBODY hello                    => HCPMSG045E
FOR LINUX4 CMD QUERY USERID          => LINUX4   AT SWATER
XAUTOLOG LINUX2 NOIPL                => Command accepted
XAUTO LINUX2                         => HCPLGA054E Already logged on LINUX2
AUTOLOG NOBODY                       => HCPDIR053E NOBODY not in CP directory
FORCE LINUX2 NOW                     =>
FORCE NOBODY                         => HCPMSG045E
SIGNAL SHUTDOWN LINUX4               => HCPSIG7061E
SIG SHUTDOWN USER LINUX4 WITHIN 9    => HCPSIG7061E
SHUTDOWN CANCEL                      => HCPSHU7066E
SHUT NOW                             => HCPCFC003E
VARY OFFLINE 0012                    => 0012 varied offline
=> 1 device\(s\) specified; 1 device\(s\) successfully varied offline
VARY ON 0012                         => 0012 varied online
=> 1 device
VARY OFF 9                           => HCPVAR7017E Device 0009 is in use by OPERATOR
=> 1 device\(s\) specified; 0 device
ATTACH 0123 SYSTEM                   => HCPQRD040E Device 0123
DETACH 0123 FROM SYSTEM              => HCPQRD040E Device 0123
DEFSYS TEST 0-F SR                   => HCPNSD440I The Named Saved System \(NSS\) TEST was successfully defined in fileid \d{4}
SAVESYS TEST                         => HCPNSS440I Named Saved System \(NSS\) TEST was successfully saved in fileid \d{4}
DEFSEG SEGMENT 1000-10FF SR          => HCPNSD440I Saved segment SEGMENT was successfully defined
QUERY NSS ALL                        => OWNERID  FILE TYPE CL RECS DATE  TIME     FILENAME FILETYPE ORIGINID
=> \*NSS     \d{4} NSS  A
=> \*NSS     \d{4} DCSS S
PURGE NSS NAME TEST                  => 0001 FILE  PURGED
PURGE NSS ALL                        => 0001 FILE  PURGED
START E CLASS A                      => PRT  000E STARTED CLASS A
DRAIN E                              => PRT  000E DRAINED CLASS A
FLUSH E                              => HCPFLU7159E Device 000E is at no file
HOLD LINUX4 PRT                      => NO FILES HELD
FREE LINUX4 ALL                      => NO FILES FREED
LINK TO CMS1 191 AS 291 R PASS= X    => HCPLNM111E CMS1 0191 not linked
LINK NOBODY 191 291                  => HCPLNM107E NOBODY 0191 not linked; not in CP directory
SLEEP 0 SEC                          => HCPCFC7001E Invalid operand - 0; it must be from 1 to 356400
SLEEP 1 SEC                          =>
SL X                                 => HCPCFC002E Invalid operand - X
ECHO                                 =>> ECHO entered; to terminate, type END
hello                                =>> hello
END                                  =>> CP
DIAL LINUX1                          => HCPDIA7027E DIAL is not supported
UNDIAL                               => HCPCFC7004E UNDIAL is not supported
ACNT                                 => HCPCFC7004E
BACKSPACE E                          => HCPCFC7004E
COUPLE 600 TO LINUX4 600             => HCPCFC7004E
CPACCESS                             => HCPCFC7004E
CPHX                                 => HCPCFC7004E
CPXLOAD                              => HCPCFC7004E
DEDICATE                             => HCPCFC7004E
ENABLE ALL                           => HCPCFC7004E
DISABLE ALL                          => HCPCFC7004E
FLASHCOPY                            => HCPCFC7004E
GIVE                                 => HCPCFC7004E
HALT 9                               => HCPCFC7004E
LOADBUF                              => HCPCFC7004E
LOCATE                               => HCPCFC7004E
LOCATEVM                             => HCPCFC7004E
LOCK                                 => HCPCFC7004E
MODIFY                               => HCPCFC7004E
MONITOR                              => HCPCFC7004E
RECORDING                            => HCPCFC7004E
REPEAT                               => HCPCFC7004E
REWIND 181                           => HCPCFC7004E
SPACE E                              => HCPCFC7004E
SPXTAPE                              => HCPCFC7004E
STCP                                 => HCPCFC7004E
TRSAVE                               => HCPCFC7004E
TRSOURCE                             => HCPCFC7004E
UNLOCK                               => HCPCFC7004E
VMRELOCATE                           => HCPCFC7004E
XSPOOL                               => HCPCFC7004E
"""

SETTINGS = r"""
SET MSG OFF                          =>> CP
QUERY SET                            =>> MSG OFF
=> CP
SET MSG ON                           =>> CP
SET WNG OFF                          =>
SET WNG ON                           =>
SET SMSG OFF                         =>
SET SMSG ON                          =>
SET EMSG TEXT                        =>
XYZZY                                => Unknown CP command: XYZZY
SET EMSG CODE                        =>
XYZZY                                => HCPCMD001E$
SET EMSG OFF                         =>
XYZZY                                =>
SET EM ON                            =>
SET IMSG OFF                         =>
SET IM ON                            =>
SET RUN ON                           =>
SET RUN OFF                          =>
SET RUN MAYBE                        => HCPCFC002E Invalid operand - MAYBE
SET LINEDIT OFF                      =>> CP
SET LINEDIT ON                       =>> CP
SET PF1 IMMED QUERY TIME             =>
QUERY PF1                            => PF01 IMMED   QUERY TIME
SET PF1                              =>
SET PF2 RETRIEVE FORWARD             =>
QUERY PF02                           => PF02 RETRIEVE FORWARD
SET PF25                             => HCP...7001E
SET SECUSER MAINT                    =>
QUERY SECUSER                        => SECUSER OF LINUX1 IS MAINT
SET SECUSER OFF                      =>
SET TIMERSLACK 100                   =>
SET PRIVCLASS * -G                   => PRIVILEGE CLASSES FOR USER LINUX1
=>  +CURRENTLY: $
=>  +DIRECTORY: G
SET PRIVCLASS * RESET                => PRIVILEGE
=>  +CURRENTLY: G
=>  +DIRECTORY: G
SET MACHINE ESA                      => Storage cleared - system reset
SET MACH Z                           => Storage cleared - system reset
SET MACHINE XC                       => HCPSET7051E Machine mode XC is not supported
SET CPUID 123456                     => HCPCFC7004E CPUID
SET VCONFIG MODE LINUX               => HCPCFC7004E VCONFIG
SET TIMER ON                         => HCPCFC7004E TIMER
SET PAGEX ON                         => HCPCFC7004E PAGEX
SET ACNT ON                          => HCPCFC7004E ACNT
TERMINAL LINEND OFF                  =>> CP
TERM LINEND ON                       =>> CP
TERM LINEDEL OFF                     =>
TERM LINEDEL ON                      =>
TERM CHARDEL OFF                     =>
TERM CHARDEL ON                      =>
TERM ESCAPE OFF                      =>
TERM ESC ON                          =>
TERM MORE 60 5                       =>
QUERY TERM                           => LINEND # , LINEDEL . , CHARDEL @ , ESCAPE "
=> LINESIZE
=> CONMODE
=> AUTOCR ON , MORE 060 005
TERM MORE 50 10                      =>
TERM MORE X                          => HCP...002E
TERM HOLD OFF                        =>
TERM HOLD ON                         =>
TERM HILIGHT ON                      =>
TERM HI OFF                          =>
TERM AUTOCR OFF                      =>
TERM AUTOCR ON                       =>
TERM BREAKIN GUESTCTL                =>
TERM BREAK IMMED                     =>
TERM CONMODE 3270                    => HCPTRM7052E CONMODE 3270 is for 3270 terminals
TERM CONMODE 3215                    =>
TERM BRKKEY PA1                      =>
TERM BRKKEY PF1                      => HCPCFC7004E TERMINAL BRKKEY PF1
TERM TIMESTAMP ON                    => HCPCFC7004E
TERM LINESIZE 100                    => HCPCFC7004E
TERM TABCHAR ON                      => HCPCFC7004E
TERM SYS3270 ON                      => HCPCFC7004E
TERM APL ON                          => HCPCFC7004E
TERM TEXT ON                         => HCPCFC7004E
TERM ATTN ON                         => HCPCFC7004E
TERM MODE CP                         => HCPCFC7004E
TERM SCRNSAVE ON                     => HCPCFC7004E
TERM XYZZY                           => HCPCFC003E Invalid option - XYZZY
SCREEN CPOUT RED                     =>
SCR X                                => HCPCFC002E Invalid operand - X
"""

MACHINE = r"""
SYSTEM CLEAR                         => Storage cleared - system reset
SYSTEM RESET                         => System reset
SYS STORE                            => Store complete
STORE 1000 07FE0000 12345678         => Store complete
STO S1004 AABB                       => Store complete
STO L1008 1                          => Store complete
STO R100C 2                          => Store complete
STO ABS1010 3                        => Store complete
STO K1000 60                         => Store complete
STO G3 77                            => Store complete
STO C0 E0                            => Store complete
STO A2 5                             => Store complete
STO F0 4110000000000000              => Store complete
STO PSW 00080000 80001000            => Store complete
STORE STATUS                         => Store complete
STORE                                => HCPCFC026E
STO 1000                             => HCPCDB025E Data missing or invalid
DISPLAY 1000                         => R00001000  07FE0000 64
D 1000.8                             => R00001000  07FE0000 AABB5678
D 1000-1007                          => R00001000  07FE0000 AABB5678
D L1000.4                            => R00001000  07FE0000
D R1008.8                            => R00001008  00000001 00000002
D ABS1010.4                          => A00001010  00000003
D V1000.4                            => HCP...161E
D T1000.10                           => R00001000  07FE0000 AABB5678 00000001 00000002 64 \*
D TX1000.10                          => R00001000
D I1000.4                            => R00001000  BCR   07FE
=> R00001002
D K1000.4                            => 00001000 TO 00001FFF KEY = 6
D G3                                 => GPR  3 =  0000000000000077
D G                                  => GPR  0 =
=> ...
D G3-5                               => GPR
=> ...
D X                                  => CR   0 =  00000000000000E0
=> ...
D C0                                 => CR   0 =  00000000000000E0
D A2                                 => AR   2 =  00000005
D Y0                                 => FPR  0 =  4110000000000000
D F0                                 => FPR  0 =  4110000000000000
D PSW                                => PSW = 00080000 80001000
D PSW ALL                            => PSW = 00080000 80001000
=> EXT  0000 OLD
=> ...
D FPC                                => FPC = 00000000
D PREFIX                             => PREFIX = 00000000
D SCHIB 9                            => HCPCFC7004E SCHIB is not supported
D                                    => HCPCFC026E
DUMP 1000.8 * text                   => Command complete
CLOSE E                              => PRT FILE \d{4} SENT FROM LINUX1
PURGE PRT ALL                        => 0001 FILE  PURGED
VMDUMP 1000.8 TO * FORMAT LINUX * text => RDR FILE \d{4} SENT FROM LINUX1   PRT WAS \d{4} RECS \d{4} CPY  001 V NOHOLD
=> Command complete
QUERY RDR CLASS V ALL                => ORIGINID
=> LINUX1   \d{4} V PRT \d{8} 001 NONE \d\d/\d\d \d\d:\d\d:\d\d LINUX1    LINUX
VMDUMP TO LINUX2                     => PRT FILE \d{4} SENT TO   LINUX2   RDR AS
=> Command complete
VMDUMP 0.8 TO NOBODY                 => HCPDIR053E NOBODY
VMDUMP 0.8 DSS                       => HCPCFC7004E DSS
VMDUMP 123G                          => HCPCDM004E
TRANSFER RDR ALL FROM LINUX2         => RDR FILE \d{4} SENT FROM LINUX1
=> 0001 FILE  TRANSFERRED
PURGE RDR ALL                        => 0002 FILES PURGED
TRACE INSTRUCTIONS RANGE 1000.10     =>
TR BRANCH                            =>
TRACE STORE INTO 2000.8              =>
TRACE PROG                           =>
TRACE SVC                            =>
TRACE COUNT                          =>
TRACE I/O                            => HCPCFC7004E I/O is not supported
TRACE MC                             => HCPCFC7004E MC is not supported
Q TRACE                              => NAME  INITIAL  \(ACTIVE\)
=>  +1  INSTR
=> ...
TRACE DELETE ALL                     => Trace ended
TRACE I IDENTIFIER X NOTERM RUN CMD Q TIME =>
TRACE GOTO SET2                      =>
TRACE CALL SET3                      =>
TRACE RETURN                         =>
TRACE END ALL                        => Trace ended
ADSTOP 1000                          => HCPCFC7004E ADSTOP
DEFINE STORAGE 64M                   => STORAGE = 64M
=> Storage cleared - system reset
DEF STOR 65536K                      => STORAGE = 64M
=> Storage cleared - system reset
DEFINE CPU 1                         => CPU 01 DEFINED
DEF CPU 2-3 TYPE CP                  => CPU 02 DEFINED
=> CPU 03 DEFINED
DEF CPU 9                            => HCPDEF1457E
CPU 1 D PSW                          => PSW = 00000000 00000000
CPU ALL D PSW                        => PSW =
=> PSW =
=> PSW =
=> PSW =
DETACH CPU 1                         => CPU 01 DETACHED
DET CPU 2-3                          => CPU 02 DETACHED
=> CPU 03 DETACHED
DEFINE CONSOLE 10                    => HCPDEF091E
DEFINE READER 2C                     => RDR 002C DEFINED
DEFINE RDR AS 3C                     => RDR 003C DEFINED
DEFINE PUNCH AS 2D                   => PUN 002D DEFINED
DEF PUN 3D                           => PUN 003D DEFINED
DEFINE PRINTER 2E                    => PRT 002E DEFINED
DEF 1403 AS 4E                       => PRT 004E DEFINED
DEFINE VFB-512 AS 400 BLK 100        => DASD 0400 DEFINED
DEFINE T3390 AS 401 CYL 1            => HCPDEF092E DASD 0401 not defined; temporary space not available
DEFINE CTCA 600                      => HCPCFC7004E CTCA
DEFINE NIC 600                       => HCPCFC7004E NIC
DEFINE GRAF 500                      => HCPCFC7004E GRAF
DEFINE XYZZY                         => HCPCFC002E Invalid operand - XYZZY
DETACH 2C                            => RDR 002C DETACHED
DET 3C 3D                            => RDR 003C DETACHED
=> PUN 003D DETACHED
DETACH 2D-4E                         => PUN 002D DETACHED
=> PRT 002E DETACHED
=> PRT 004E DETACHED
DETACH 400                           => DASD 0400 DETACHED
DETACH 400                           => HCP...040E
REDEFINE 00C AS 01C                  => RDR 001C DEFINED
REDEF 1C C                           => RDR 000C DEFINED
ATTN                                 =>
REQUEST                              =>
EXTERNAL 1234                        => HCP...005E
READY C                              =>
NOTREADY C                           =>
READY 00C                            =>
RESET C                              =>
RESET 999                            => HCPQVD040E Device 0999 does not exist
VINPUT VMSG hello                    => HCPMFS057I LINUX1 not receiving; VMSG off
VINP PVMSG hello                     => HCPMFS057I LINUX1 not receiving; PVMSG off
STOP                                 =>
STOP CPU 9                           => HCP...1456E
BEGIN XYZ                            => HCP...004E
IPL CMS                              => HCPNSS044E System CMS does not exist
IPL 190                              => HCP...040E Device 0190
I 00C CLEAR PARM x                   => HCPVMI231E
IPL                                  => HCPCFC022E
SYSTEM CLEAR                         =>> Storage cleared - system reset
=> CP
STORE 1D0 00020000 00000000          =>> Store complete
=> CP
STORE 68 000A0000 00000DEF           =>> Store complete
=> CP
STORE PSW 00080000 80001000          =>> Store complete
=> CP
BEGIN                                =>> HCPGIR450W CP entered; disabled wait PSW 000A0000 00000DEF
=> CP
STORE PSW 010A0000 80001000          =>> Store complete
=> CP
STORE 58 000A0000 00000EEE           =>> Store complete
=> CP
BEGIN                                =>>
#CP EXTERNAL                         =>> HCPGIR450W CP entered; disabled wait PSW 000A0000 00000EEE
=> CP
SYSTEM RESTART                       =>> HCPGIR450W CP entered; disabled wait PSW
=> CP
"""

SPOOL = r"""
SPOOL PUNCH TO LINUX1                =>
SP D TO * READER                     =>
SPOOL PUN SYSTEM                     =>
SPOOL D OFF                          =>
SPOOL D CLASS B                      =>
SPOOL D CL A                         =>
SPOOL D HOLD                         =>
SPOOL D NOHOLD                       =>
SPOOL D CONT                         =>
SPOOL D NOCONT                       =>
SPOOL D KEEP                         =>
SPOOL D NOKEEP                       =>
SPOOL D COPY 3                       =>
SPOOL D COPY 1                       =>
SPOOL D FORM X                       =>
SPOOL D FO STANDARD                  =>
SPOOL D DIST BIN1                    =>
SPOOL D DIST OFF                     =>
SPOOL D DEST Y                       =>
SPOOL D DEST OFF                     =>
SPOOL D NAME A B                     =>
SPOOL D NONAME                       =>
SPOOL D EOF                          =>
SPOOL D NOEOF                        =>
SPOOL D CLOSE                        =>
SPOOL D PURGE                        =>
SPOOL READER CLASS *                 =>
SPOOL D MSG                          => HCPCFC7004E MSG
SPOOL D FOR MAINT                    => HCPCFC7004E FOR
SPOOL D FLASH X                      => HCPCFC7004E FLASH
SPOOL D FCB X                        => HCPCFC7004E FCB
SPOOL D CHARS X                      => HCPCFC7004E CHARS
SPOOL D MODIFY X                     => HCPCFC7004E MODIFY
SPOOL 999 HOLD                       => HCP...040E
SPOOL                                => HCPCFC022E
SPOOL CONSOLE START TO *             =>
Q USERID                             => LINUX1   AT SWATER
SPOOL CONS STOP CLOSE                => RDR FILE \d{4} SENT FROM LINUX1   PRT WAS \d{4} RECS \d{4} CPY  001 T NOHOLD NOKEEP
QUERY RDR ALL                        => ORIGINID FILE CLASS RECORDS  CPY HOLD DATE  TIME     NAME      TYPE     DIST
=> LINUX1   \d{4} T CON \d{8} 001 NONE \d\d/\d\d \d\d:\d\d:\d\d +LINUX1
Q RDR *                              => ORIGINID FILE CLASS RECORDS  CPY HOLD USERFORM OPERFORM DEST     KEEP MSG
=> LINUX1   \d{4} T CON \d{8} 001 NONE STANDARD STANDARD OFF      OFF  OFF
CHANGE RDR ALL CLASS B HOLD          => 0001 FILE  CHANGED
CH R CL B NOHOLD KEEP NAME X Y       => 0001 FILE  CHANGED
CH R ALL NOKEEP FORM F DIST D        => 0001 FILE  CHANGED
CH R ALL DEST D COPY 2               => 0001 FILE  CHANGED
CHANGE R FORM F NONAME               => 0001 FILE  CHANGED
CHANGE RDR ALL                       => HCPCFC026E
ORDER RDR ALL                        => 0001 FILE  ORDERED
ORD R CLASS B                        => 0001 FILE  ORDERED
TAG DEV E hello                      =>
TAG QUERY DEV E                      => hello
TAG FILE 9999 x                      => HCPCSF042E
TRANSFER RDR ALL TO * PRT            => PRT FILE \d{4} SENT FROM LINUX1   RDR WAS \d{4}
=> 0001 FILE  TRANSFERRED
TRAN PRT ALL TO LINUX2               => PRT FILE \d{4} SENT TO   LINUX2   RDR AS
=> 0001 FILE  TRANSFERRED
TRAN R ALL FROM LINUX2               => RDR FILE \d{4} SENT FROM
=> 0001 FILE  TRANSFERRED
PURGE READER CLASS B                 => 0001 FILE  PURGED
PURGE PRT ALL                        => NO FILES PURGED
PUR ALL                              => NO FILES PURGED
PURGE PUN                            => HCPCSF027E
CLOSE CONSOLE                        =>
CLOSE RDR                            =>
CLO PUN                              =>
CLOSE PRT PURGE                      =>
CLOSE E HOLD                         =>
CLOSE E NAME A B                     =>
CLOSE E TO LINUX2                    =>
DISCONNECT                           =>> DISCONNECT AT \d\d:\d\d:\d\d UTC
=> STILLWATER
LOGON LINUX1 LINUX                   =>> RECONNECTED AT \d\d:\d\d:\d\d UTC \w+DAY \d\d/\d\d/\d\d
=> CP
LOGOFF                               =>> CONNECT=
=> LOGOFF AT
=> STILLWATER
"""

TABLES = {
    "before logon": (None, BEFORE_LOGON),
    "queries": ("MAINT", QUERIES),
    "operator": ("MAINT", OPERATOR),
    "settings": ("LINUX1", SETTINGS),
    "machine": ("LINUX1", MACHINE),
    "spool": ("LINUX1", SPOOL),
}


class Row:
    """One row of a table."""

    def __init__(self, typed, alone):
        self.typed, self.alone, self.answer = typed, alone, []


def rows(table):
    """The rows of a table."""
    found = []
    for line in table.strip().splitlines():
        typed, arrow, answer = re.fullmatch(r"(.*?)\s*(=>>?)\s?(.*?)\s*", line).groups()
        if typed:
            found.append(Row(typed.replace("\\+", "+"), arrow == "=>>"))
        if answer:
            found[-1].answer.append(answer)
    return found


def lines(table):
    """What is entered together: lists of rows."""
    together = []
    for row in rows(table):
        if row.alone:
            yield from filter(None, [together])
            yield [row]
            together = []
            continue
        if len(together) == COMMANDS_MAX or sum(len(r.typed) + 1 for r in together) + len(row.typed) > LINE_MAX:
            yield together
            together = []
        together.append(row)
    yield from filter(None, [together])


def difference(entered, output):
    """What is wrong in the lines that came, None for nothing."""
    wanted = [(row, text) for row in entered for text in row.answer]
    at, any_more = 0, False
    for row, text in wanted:
        if text == "...":
            any_more = True
            continue
        while any_more and at < len(output) and not re.match(text, output[at]):
            at += 1
        if at == len(output) or not re.match(text, output[at]):
            return f"{row.typed} => {text}, not {output[at:at + 3]}"
        at += 1
        any_more = False
    return None if any_more or at == len(output) else f"{entered[-1].typed}: nobody expects {output[at:]}"


def enter(terminal, entered):
    """Enter rows in one line, and look at what comes; what is wrong, None for nothing."""
    if entered[0].alone:
        terminal.mark = len(terminal.output)
        terminal.enter(entered[0].typed)
        for text in entered[0].answer:
            terminal.wait(f"^(?:{text})")
        return None
    before = len(terminal.output)
    terminal.ask("#".join([row.typed for row in entered] + [END]), ": END$")
    output = terminal.output[before:].replace("\a", "")
    terminal.wait("^CP$")
    return difference(entered, [line for line in output.split("\n") if line not in ("", "CP") and not line.endswith(": END")])


def whats_wrong(system, user, table):
    """Enter a table; the list of what is wrong."""
    wrong = []
    with Telnet3215(system.port("console")) as terminal:
        terminal.wait("ONLINE")
        if user:
            terminal.ask(f"LOGON {user} {password(user)} NOIPL", "LOGON AT")
            terminal.wait("^CP$")
        for entered in lines(table):
            try:
                wrong.append(enter(terminal, entered))
            except Failed as error:
                wrong.append(str(error))
        if user and not re.search(r"^LOGOFF\b", table, re.MULTILINE):
            terminal.ask("LOGOFF", "^STILLWATER")
    return [text for text in wrong if text]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_gets_its_answer(system, name):
    """All that are wrong are told."""
    assert whats_wrong(system, *TABLES[name]) == []


def test_help_explains_every_command(system):
    """Those of the table too that are refused."""
    table = (TOP / "cp" / "cmd" / "cmd.def").read_text()
    names = sorted(set(re.findall(r'^CMD\("(\w+)",(?!.*CMD_HIDDEN)', table, re.MULTILINE)))
    assert len(names) > 90
    assert whats_wrong(system, "MAINT", "\n".join(f"HELP {name} => {name} \n=> ..." for name in names)) == []
