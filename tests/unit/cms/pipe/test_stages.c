// SPDX-License-Identifier: Apache-2.0
/* What each stage does with records. */
#include "world.h"

static const struct {
	const char *input, *stages, *want;
} stages[] = {
	{"abc\nxbz\n", "locate /b/", "abc\nxbz\n"},
	{"abc\nxBz\n", "locate /B/", "xBz\n"},
	{"abc\nxBz\n", "locate anycase /B/", "abc\nxBz\n"},
	{"abc\nxbz\n", "locate 1 /x/", "xbz\n"},
	{"abc\nxbz\n", "locate (1 3) /z/", "xbz\n"},
	{"a b\na c\n", "locate w2 /c/", "a c\n"},
	{"a\nabc\n", "locate 3", "abc\n"},
	{"abc\nxbz\n", "nlocate /x/", "abc\n"},
	{"abc\nxbz\n", "locate xA7", "xbz\n"},
	{"abc\nxbz\nayc\n", "find a_c", ""},
	{"abc\nxbz\na c\n", "find a_c", "a c\n"},
	{"abc\nxbz\nayc\n", "find a c", "abc\nayc\n"},
	{"abc\nxbz\nayc\n", "nfind a c", "xbz\n"},
	{"abc\nxbz\n", "strfind /x/", "xbz\n"},
	{"abc\nxbz\n", "strnfind anycase /X/", "abc\n"},
	{"1\na\n2\nb\n3\na\n4\n", "between /a/ /b/", "a\n2\nb\na\n4\n"},
	{"1\na\n2\nb\n3\na\n4\n", "between /a/ 1", "a\na\n"},
	{"1\na\n2\nb\n3\na\n4\n", "between /a/ 2", "a\n2\na\n4\n"},
	{"1\na\n2\nb\n3\na\n4\n", "inside /a/ /b/", "2\n4\n"},
	{"1\na\n2\nb\n3\na\n4\n", "inside /a/ 1", "2\n4\n"},
	{"1\na\n2\nb\n3\na\n4\n", "outside /a/ /b/", "1\n3\n"},
	{"1\na\n2\n", "tolabel a", "1\n"},
	{"1\na\n2\n", "frlabel a", "a\n2\n"},
	{"1\n2\n3\n", "take 2", "1\n2\n"},
	{"1\n2\n3\n", "take", "1\n"},
	{"1\n2\n3\n", "take *", "1\n2\n3\n"},
	{"1\n2\n3\n", "take 0", ""},
	{"1\n2\n3\n", "take last 2", "2\n3\n"},
	{"1\n2\n3\n", "take last 5", "1\n2\n3\n"},
	{"1\n2\n3\n", "drop 2", "3\n"},
	{"1\n2\n3\n", "drop last", "1\n2\n"},
	{"aXbX\nc\n", "change /X/--/", "a--b--\nc\n"},
	{"aXbX\n", "change /X// 1", "abX\n"},
	{"aXbX\n", "change anycase /x/ /", "a b \n"},
	{"aXbX\n", "change 3-* /X/y/", "aXby\n"},
	{"aXbX\n", "change (1-2 4) /X/y/", "ayby\n"},
	{"abc\n", "change //>/", ">abc\n"},
	{"abc\n", "change xC1 x82", "abc\n"},
	{"abc\n", "change x81 xC2", "Bbc\n"},
	{"abc Def\n", "xlate upper", "ABC DEF\n"},
	{"abc Def\n", "xlate", "ABC DEF\n"},
	{"ABC Def\n", "xlate 1-2 lower", "abC Def\n"},
	{"abc\n", "xlate a-c x-z", "xyz\n"},
	{"abc\n", "xlate a blank c C3", " bC\n"},
	{"ab\nabcdef\n", "pad 4 *", "ab**\nabcdef\n"},
	{"ab\n", "pad left 4 0", "00ab\n"},
	{"abcdef\n", "chop 3", "abc\n"},
	{"abcdef\nxyz\n", "chop /d/", "abc\nxyz\n"},
	{"abcdef\n", "chop after /d/", "abcd\n"},
	{"abcdef\n", "chop anyof /ed/", "abc\n"},
	{"  ab  \n", "strip", "ab\n"},
	{"  ab  \n", "strip leading", "ab  \n"},
	{"  ab  \n", "strip trailing", "  ab\n"},
	{"00ab00\n", "strip both 0", "ab\n"},
	{"00ab00\n", "strip leading 0 1", "0ab00\n"},
	{"xyxyab\n", "strip string /xy/", "ab\n"},
	{"xyxyab\n", "strip anyof /yx/", "ab\n"},
	{"a b  c\n", "split", "a\nb\nc\n"},
	{"a,b,,c\n", "split ,", "a\nb\nc\n"},
	{"a--b-c\n", "split /--/", "a\nb-c\n"},
	{"a,b,c\n", "split after ,", "a,\nb,\nc\n"},
	{"a,b,c\n", "split before ,", "a\n,b\n,c\n"},
	{"1\n2\n3\n", "join", "12\n3\n"},
	{"1\n2\n3\n", "join * /, /", "1, 2, 3\n"},
	{"1\n2\n3\n", "join 2", "123\n"},
	{"abc\n", "reverse", "cba\n"},
	{"b\na\nB\nc\n", "sort", "a\nb\nc\nB\n"},
	{"b\na\nB\nc\n", "sort anycase", "a\nb\nB\nc\n"},
	{"b\na\nb\nc\n", "sort unique descending", "c\nb\na\n"},
	{"b\na\nb\n", "sort count", "         1a\n         2b\n"},
	{"x 2\ny 1\na 2\n", "sort w2 1 descending", "y 1\nx 2\na 2\n"},
	{"a\na\nb\na\n", "unique", "a\nb\na\n"},
	{"a1\na2\nb1\n", "unique 1", "a2\nb1\n"},
	{"a1\na2\nb1\n", "unique 1 first", "a1\nb1\n"},
	{"a1\na2\nb1\n", "unique 1 singles", "b1\n"},
	{"a1\na2\nb1\n", "unique 1 multiple", "a1\na2\n"},
	{"a\na\nb\n", "unique count", "         2a\n         1b\n"},
	{"a bc\nd\n", "count chars words lines", "5 3 2\n"},
	{"", "count lines", "0\n"},
	{"a bc\nd\n", "count minline maxline", "1 4\n"},
	{"1\n2\n", "duplicate", "1\n1\n2\n2\n"},
	{"1\n2\n", "buffer", "1\n2\n"},
	{"1\n2\n", "elastic", "1\n2\n"},
	{"1\n2\n", "copy", "1\n2\n"},
	{"abcdef\n", "specs 4-6 1 1-3 next", "defabc\n"},
	{"abcdef\n", "specs 4.2 3", "  de\n"},
	{"abcdef\n", "specs -2;-1 1", "ef\n"},
	{"abcdef\n", "specs /x/ 1 1-* nextword", "x abcdef\n"},
	{"one two three\n", "specs w3 1 w1 nw", "three one\n"},
	{"one two three\n", "specs words 2-* 1", "two three\n"},
	{"a,b,c\n", "specs fs , f2 1", "b\n"},
	{"a\nb\n", "specs number 1 1 nw", "         1 a\n         2 b\n"},
	{"a\nb\n", "specs recno 1.3 right 1 next", "  1a\n  2b\n"},
	{"ab\n", "specs 1-* 1.6 center /|/ next", "  ab  |\n"},
	{"ab\n", "specs 1-* 1.6 right", "    ab\n"},
	{"ab\n", "specs pad * 1-* 1.4 /x/ 7", "ab****x\n"},
	{"ab\n", "specs 1-* c2x 1", "8182\n"},
	{"8182\n", "specs 1-* x2c 1", "ab\n"},
	{"a\n", "specs 1 c2b 1", "10000001\n"},
	{"10000001\n", "specs 1-* b2c 1", "a\n"},
	{"258\n", "specs 1-* d2c 1.4", "....\n"},
	{"1\n2\n3\n", "specs 1 1 read 1 3", "1 2\n3 \n"},
	{"1\n2\n3\n", "specs 1 1 readstop 1 3", "1 2\n3\n"},
	{"12\n", "specs 1 1 write 2 1", "1\n2\n"},
	{"  ab \n", "specs 1-* strip 1 /./ next", "ab.\n"},
	{"", "deblock 3", ""},
	{"abcdefg\nhi\n", "deblock 3", "abc\ndef\ng\nhi\n"},
	{"abcdefg\nhi\n", "fblock 3", "abc\ndef\nghi\n"},
	{"abcdefg\nh\n", "fblock 5 +", "abcde\nfgh++\n"},
	{"ab;c\nd;;e\n", "deblock string /;/", "ab\ncd\n\ne\n"},
	{"abXc\ndXe\n", "deblock linend X", "ab\ncd\ne\n"},
	{"abX\nXX\nc\nXX\nX\n", "deblock string /XXX/", "ab\nc\n"},
	{"1\n2\n3\n4\n5\n", "snake 2", "14\n25\n3\n"},
	{"1\n2\n3\n4\n5\n", "snake 2 2", "13\n24\n5\n"},
	{"1\n2\n3\n4\n5\n", "snake 3 1", "123\n45\n"},
	{"  a   b c \n   \n", "space", "a b c\n\n"},
	{"--a---b-c\n", "space 2 -", "a--b--c\n"},
	{"a b\n", "space 0", "ab\n"},
	{"ab\n", "insert /x /", "x ab\n"},
	{"ab\n", "insert / x/ after", "ab x\n"},
	{"a-b--c\n", "xlate 1-* - 05 ! untab -4", "a   b       c\n"},
	{"a-b--c\n", "xlate 1-* - 05 ! untab 3 6", "a b   c\n"},
	{"a 1\nb 2\nc 3\n", "pick w2 == /2/", "b 2\n"},
	{"a 1\nb 2\nc 3\n", "pick w2 >>= /2/", "b 2\nc 3\n"},
	{"a 1\nb 2\nc 3\n", "pick /b/ << 1", "c 3\n"},
	{"a a\nb a\nA a\n", "pick anycase w1 == w2", "a a\nA a\n"},
	{"a a\nb a\n", "pick w1 \\== w2", "b a\n"},
	{"a1\na2\nb1\na3\n", "whilelabel a", "a1\na2\n"},
	{"1\na b\n2\n", "strtolabel /a /", "1\n"},
	{"1\na b\n2\n", "strfrlabel anycase /A /", "a b\n2\n"},
	{"1\na\n2\nb\n3\n", "notinside /a/ /b/", "1\na\nb\n3\n"},
	{"1\na\n2\nb\n3\n", "ninside /a/ 1", "1\na\nb\n3\n"},
	{"abcdef\n", "truncate 3", "abc\n"},
	{"abc\nABC\nxab\n", "casei locate /Ab/", "abc\nABC\nxab\n"},
	{"abc\nABC\nxab\n", "casei find aB", "abc\nABC\n"},
	{"abc\nABC\nxab\n", "zone 2-* locate /a/", "xab\n"},
	{"a b\nb a\n", "zone w2 find a", "b a\n"},
	{"a b\nb A\n", "casei zone words 2 strfind /a/", "b A\n"},
	{"a b\nb A\n", "zone w2 casei not strfind /a/", "a b\n"},
	{"1\nxA\n2\nxb\n3\n", "zone 2 casei between /a/ /B/", "xA\n2\nxb\n"},
	{"1\nA\n2\n", "casei tolabel a", "1\n"},
	{"1 x\nA X\n", "casei pick w2 == /x/", "1 x\nA X\n"},
	{"in data\n", "getfiles", "in data\n"},
	{"empty data\nempty data *\n", "getfiles", ""},
};

START_TEST(stages_do_what_they_say)
{
	for (size_t i = 0; i < ARRAY_LEN(stages); i++) {
		struct world *world = world_make();
		char pipeline[200];

		strcpy(world->file[0].text, stages[i].input);
		snprintf(pipeline, sizeof(pipeline), "(stagesep !) < in data ! %s! console",
			stages[i].stages);
		ck_assert_msg(pipe_run(pipeline, &world_ops, world) == 0, "%s\n%s", pipeline,
			world->console);
		ck_assert_msg(strcmp(world->console, stages[i].want) == 0, "%s\n%s", pipeline,
			world->console);
		ck_assert_msg(world->nr_pieces == 0, "%s", pipeline);
		free(world);
	}
}
END_TEST

static const struct {
	const char *stage, *want;
} second_outputs[] = {
	{"locate /o/", "three\nfive\n"},
	{"take 3", "four\nfive\n"},
	{"take last 3", "one\ntwo words\n"},
	{"drop 3", "one\ntwo words\nthree\n"},
	{"between /two/ /four/", "one\nfive\n"},
	{"tolabel four", "four\nfive\n"},
	{"change /o/0/", "three\nfive\n"},
	{"count lines", "5\n"},
	{"chop 3", "\n words\nee\nr\ne\n"},
	{"unique 1", "two words\nfour\n"},
};

START_TEST(second_outputs_get_the_rest)
{
	for (size_t i = 0; i < ARRAY_LEN(second_outputs); i++) {
		struct world *world = world_make();
		char pipeline[200];

		snprintf(pipeline, sizeof(pipeline),
			"(end ?) < in data | a: %s| hole ? a: | console", second_outputs[i].stage);
		ck_assert_int_eq(pipe_run(pipeline, &world_ops, world), 0);
		ck_assert_msg(strcmp(world->console, second_outputs[i].want) == 0, "%s\n%s",
			pipeline, world->console);
		free(world);
	}
}
END_TEST

START_TEST(the_world_outside_is_asked_and_told)
{
	struct world *world = world_make();

	ck_assert_int_eq(pipe_run("literal second| cp first| console", &world_ops, world), 0);
	ck_assert_str_eq(world->console, "did first\nand more\ndid second\nand more\n");
	world->console[0] = 0;
	world->input = "typed\nlines\n";
	ck_assert_int_eq(pipe_run("console | stack | hole", &world_ops, world), 0);
	ck_assert_str_eq(world->stack, "typed\nlines\n");
	ck_assert_int_eq(pipe_run("literal first| stack lifo", &world_ops, world), 0);
	ck_assert_int_eq(pipe_run("stack | join * /,/ | console", &world_ops, world), 0);
	ck_assert_str_eq(world->console, "first,typed,lines\n");
	world->console[0] = 0;
	ck_assert_int_eq(
		pipe_run("literal a b c| split | stem x. | var first", &world_ops, world), 0);
	ck_assert_int_eq(pipe_run("stem x. | append var first | append var x.0 | console",
				 &world_ops, world),
		0);
	ck_assert_str_eq(world->console, "a\nb\nc\na\n3\n");
	free(world);
}
END_TEST

/* A record is typed before the next one is asked for. */
START_TEST(no_record_is_delayed)
{
	struct world *world = world_make();

	world->input = "a\nb\n";
	ck_assert_int_eq(
		pipe_run("console | console | xlate upper | change /A/1/ | specs 1-* 1 | console",
			&world_ops, world),
		0);
	ck_assert_str_eq(world->console, "a\n1\nb\nB\n");
	free(world);
}
END_TEST

UNIT_MAIN("cms/pipe/stages", stages_do_what_they_say, second_outputs_get_the_rest,
	the_world_outside_is_asked_and_told, no_record_is_delayed)
