// SPDX-License-Identifier: Apache-2.0
/* Pipelines as a whole: how stages are connected, started and ended. */
#include "world.h"

struct row {
	const char *pipeline, *want;
	int rc;
};

static const struct row pipelines[] = {
	/* Stages one behind the other. */
	{"literal hello | console", "hello \n", 0},
	{"literal b| literal a| console", "a\nb\n", 0},
	{"< in data | console", "one\ntwo words\nthree\nfour\nfive\n", 0},
	{"(stagesep !) literal a|b ! console", "a|b \n", 0},
	{"literal a||b| console", "a|b\n", 0},
	{"(escape %) literal a%|b| console", "a|b\n", 0},
	{"literal no end", "", 0},
	{"< in data | hole", "", 0},
	{"< in data | hole | console", "", 0},
	/* A stage that ends takes those before it with it. */
	{"literal x | duplicate * | take 3 | console", "x \nx \nx \n", 0},
	/* Several streams. */
	{"(end ?) < in data | a: locate /o/ | specs /+/ 1 1-* 2 | f: faninany | console "
	 "? a: | specs /-/ 1 1-* 2 | f:",
		"+one\n+two words\n-three\n+four\n-five\n", 0},
	{"(end ?) < in data | take 2 | f: fanout | i: fanin | console ? f: | buffer | i:",
		"one\ntwo words\none\ntwo words\n", 0},
	{"(end ?) literal a|l: fanin | console ? literal b| l: ? literal c| l:", "a\nb\nc\n", 0},
	{"(end ?) literal a|l: fanin 1 0| console ? literal b| l:", "b\na\n", 0},
	{"(end ?) < in data | t: take 1 | hole ? t: | take 1 | console", "two words\n", 0},
	{"(end ?) literal abcd| o: overlay | console ? literal  xy| o:", "axyd\n", 0},
	{"(endchar ?) literal a| console ? literal b| console ?", "a\nb\n", 0},
	{"literal x| append literal y| console", "x\ny\n", 0},
	{"literal x| preface < in data | take 2 | console", "one\ntwo words\n", 0},
	{"literal x| append < in data | take 1| console", "x\n", 0},
	{"< in data | not locate /o/ | console", "three\nfive\n", 0},
	/* Details and masters. */
	{"(end ?) strliteral /b1/ | append strliteral /x1/ | append strliteral /a2/ | l: "
	 "lookup 1 | console "
	 "? strliteral /a-a/ | append strliteral /b-b/ | append strliteral /c-c/ | append "
	 "strliteral /b-2/ | l: "
	 "| specs /!/ 1 1-* next | console ? l: | specs /unused / 1 1-* next | console",
		"b1\n!x1\na2\nunused c-c\n", 0},
	{"(end ?) strliteral /B1/ | l: lookup anycase 1 1 master detail | console ? "
	 "strliteral /b-b/ | l:",
		"b-b\nB1\n", 0},
	{"(end ?) strliteral /k v/ | l: lookup w2 w1 master | console ? strliteral /v "
	 "text/ | l:",
		"v text\n", 0},
	{"strliteral /x/ | lookup | console", "", 0},
	{"xrange a-e | console", "abcde\n", 0},
	/* Who goes on without an output deals with each record once. */
	{"< in data | console | take 1 | hole", "one\ntwo words\nthree\nfour\nfive\n", 0},
	{"< in data | take 3 | console | take 0", "one\ntwo words\nthree\n", 0},
	{"(end ?) < in data | d: deal | hole ? d: | console", "two words\nfour\n", 0},
	{"(end ?) < in data | d: deal | g: gather | console ? d: | g:",
		"one\ntwo words\nthree\nfour\nfive\n", 0},
	{"(end ?) literal a b c| split | g: gather | console ? literal 1| g:", "a\n1\nb\nc\n", 0},
	{"(end ?) < in data | l: locate /o/ | j: juxtapose | console ? l: | j:",
		"two wordsthree\nfourfive\n", 0},
	{"xrange | count chars | console", "256\n", 0},
	{"xrange 81-F8 | count chars | console", "120\n", 0},
	{"(end ?) literal a c e| split | m: merge | console ? literal b c d| split | m:",
		"a\nb\nc\nc\nd\ne\n", 0},
	{"(end ?) literal c a| split | m: merge descending | console ? literal d b| split "
	 "| m:",
		"d\nc\nb\na\n", 0},
	{"(end ?) literal a-m b-m c-m| split | c: collate 1 | i: faninany | console "
	 "? literal a1 a2 c1 d1| split | c: | insert /!/ | i: ? c: | insert /+/ | i:",
		"a-m\na1\na2\n!b-m\nc-m\nc1\n+d1\n", 0},
	{"(end ?) literal a b| split | c: collate detail| console ? literal b b| split | "
	 "c:",
		"b\nb\n", 0},
	{"(end ?) literal a b c| split | s: synchronize | i: faninany | console ? literal "
	 "1 2| "
	 "split | s: | i:",
		"a\n1\nb\n2\n", 0},
	{"(end ?) literal a b c| split | f: fanout | t: drop 2 | g: gate ? f: | g: | "
	 "console",
		"a\nb\n", 0},
	{"literal in data| append literal in data | getfiles | count lines | console", "10\n", 0},
	/* Programs, which wait within a step. */
	{"< in data | rexx echo | take 2 | console", "one\ntwo words\n", 0},
	{"< in data | take 2 | rexx echo twice | xlate upper | console",
		"ONE\nONE\nTWO WORDS\nTWO WORDS\n", 0},
	{"< in data | take 1 | rexx echo twice | rexx echo twice | console", "one\none\none\none\n",
		0},
	{"< in data | rexx echo | rexx echo | count lines | console", "5\n", 0},
	/* Who looks at a second stream while the first is not taken. */
	{"(end ?) < in data | f: fanout | elastic | o: overlay | console ? f: | o:",
		"one\ntwo words\nthree\nfour\nfive\n", 0},
};

START_TEST(pipelines_type_what_they_should)
{
	for (size_t i = 0; i < ARRAY_LEN(pipelines); i++) {
		const struct row *row = &pipelines[i];
		struct world *world = world_make();
		int rc = pipe_run(row->pipeline, &world_ops, world);

		ck_assert_msg(strcmp(world->console, row->want) == 0, "%s\n%s", row->pipeline,
			world->console);
		ck_assert_msg(rc == row->rc, "%s: %d", row->pipeline, rc);
		ck_assert_msg(world->nr_pieces == 0, "%s", row->pipeline);
		free(world);
	}
}
END_TEST

static const struct row calls[] = {
	/* What the pipeline does not read is there for the program. */
	{"< in data ! rexx call *: | take 2 | xlate upper | *: ! console",
		"ONE\nTWO WORDS\nthree\nfour\nfive\n", 0},
	{"< in data ! rexx call *: | *: ! console", "one\ntwo words\nthree\nfour\nfive\n", 0},
	{"< in data ! rexx call *: | hole ! console", "", 0},
	{"< in data ! rexx call literal x|*: ! console", "x\none\ntwo words\nthree\nfour\nfive\n",
		0},
	{"< in data ! rexx call *: | take 1 | console ! hole", "one\n", 0},
	{"rexx call *: | append literal no input| *: ! console", "no input\n", 0},
	{"< in data ! rexx callall *: | take 2 | join * /+/ | *: ! console",
		"one+two words\nthree+four\nfive\n", 0},
	/* Who wants no more is known at once. */
	{"< in data ! rexx call literal x|duplicate *|*: ! take 2 ! console", "x\nx\n", 0},
	{"< in data ! rexx call *: | *: ! take 2 ! console", "one\ntwo words\n", 0},
	/* The next program begins when this one has ended. */
	{"< in data ! rexx call *: | take 3 | *: ! rexx echo twice ! take 3 ! console",
		"one\none\ntwo words\n", 0},
	{"< in data ! rexx call *:|take 2|*: ! rexx call *:|take 1|xlate|*: ! console",
		"ONE\ntwo words\nthree\nfour\nfive\n", 0},
	/* Programs in it, and pipelines of those. */
	{"< in data ! take 2 ! rexx call *: | rexx echo twice | rexx echo | *: ! console",
		"one\none\ntwo words\ntwo words\n", 0},
	{"< in data ! rexx call (stagesep ;) *: ; rexx call *: | take 1 | xlate | *: ; *: "
	 "! console",
		"ONE\ntwo words\nthree\nfour\nfive\n", 0},
	/* Streams. */
	{"< in data ! c: rexx call (end ?) *.input.0: | l: locate /o/ | *.output.0: ? l: | "
	 "*.1: "
	 "! xlate ! f: faninany ! sort ! console % c: ! f:",
		"five\nthree\nFOUR\nONE\nTWO WORDS\n", 0},
	{"literal a ! c: rexx call *.1: | *: ! console % literal b ! c:", "b \na \n", 0},
	{"literal a ! rexx call *.input: | *.*.*: ! console", "a \n", 0},
	{"literal a ! rexx call *.5: | append literal x| *: ! console", "x\na \n", 0},
	{"literal a ! rexx call *: | *.5: ! console", "a \n", 0},
	/* What is wrong. */
	{"literal a ! rexx call *: | nonsense | *: ! console",
		"FPLSCA027E Entry point nonsense not found\nFPLMSG003I ... Issued from "
		"stage 2 of "
		"pipeline 1\nFPLMSG001I ... Running \"nonsense \"\n",
		27},
	{"literal a ! rexx call *: | locate | *: ! console", "FPLARG113E", 113},
	{"literal a ! rexx call *.x: | *: ! console", "FPLARG111E Operand \".X\" not valid", 111},
	{"literal a ! rexx call *: | *: | *: ! console", "FPLSCA7102E", 7102},
	{"literal a ! rexx call *: ! console", "FPLSCA7102E", 7102},
	{"literal a ! rexx call literal x | *.input: ! console", "FPLARG111E", 111},
	{"literal a ! rexx call (end ?) *: | *: ? *: | *: ! console", "FPLSCA172E Stream 0", 172},
	{"*: ! console", "FPLSCA7101E", 7101},
	{"literal a ! rexx call cp rc 5 | hole ! console", "", 5},
	{"< in data ! rexx call (end ?) *: | f: fanout | o: fanin 1 0 | *: ? f: | o: ! "
	 "console",
		"FPLDSP029E Pipeline stalled", PIPE_RC_STALLED},
};

START_TEST(programs_call_pipelines)
{
	for (size_t i = 0; i < ARRAY_LEN(calls); i++) {
		const struct row *row = &calls[i];
		struct world *world = world_make();
		char pipeline[300];
		int rc;

		snprintf(pipeline, sizeof(pipeline), "(stagesep ! end %%) %s", row->pipeline);
		rc = pipe_run(pipeline, &world_ops, world);
		ck_assert_msg(rc ? strncmp(world->console, row->want, strlen(row->want)) == 0
				 : strcmp(world->console, row->want) == 0,
			"%s\n%s", row->pipeline, world->console);
		ck_assert_msg(rc == row->rc, "%s: %d", row->pipeline, rc);
		ck_assert_msg(world->nr_pieces == 0, "%s", row->pipeline);
		free(world);
	}
}
END_TEST

static const struct row run_records[] = {
	{"strliteral /literal a| console/ ! append strliteral /literal b| console/ ! "
	 "runpipe "
	 "! console",
		"a\nb\n", 0},
	{"strliteral /literal a| nonsense/ ! runpipe ! take 1 ! change /FPL/+/ ! console",
		"+SCA027E Entry point nonsense not found\n", 27},
	{"strliteral /cp rc 3| hole/ ! runpipe", "", 3},
	{"strliteral /literal a| rexx echo twice| console/ ! runpipe", "a\na\n", 0},
	{"strliteral ,(end ?) literal a| f: fanout | o: fanin 1 0 | hole ? f: | o:, ! "
	 "runpipe ! "
	 "take 1 ! console",
		"FPLDSP029E Pipeline stalled\n", PIPE_RC_STALLED},
	{"strliteral ,strliteral /literal x; console/ | change x5E x4F | runpipe, ! "
	 "runpipe",
		"x\n", 0},
	{"literal x | rexx call *: | hole ! runpipe ! hole", "", 27},
	/* One in a pipeline that a program calls, and the other way round. */
	{"literal a ! rexx call strliteral /literal b| runpipe | hole ! console", "", 60},
	{"literal a ! rexx call (stagesep ;) strliteral /literal b| console/ ; runpipe ; "
	 "*: ! "
	 "console",
		"b\na \n", 0},
	{"strliteral ,(stagesep ;) literal a; rexx call *: | xlate | *: ; console, ! "
	 "runpipe",
		"A\n", 0},
};

START_TEST(records_are_run_as_pipelines)
{
	for (size_t i = 0; i < ARRAY_LEN(run_records); i++) {
		const struct row *row = &run_records[i];
		struct world *world = world_make();
		char pipeline[300];
		int rc;

		snprintf(pipeline, sizeof(pipeline), "(stagesep !) %s", row->pipeline);
		rc = pipe_run(pipeline, &world_ops, world);
		ck_assert_msg(rc && !row->want[0] ? true : strcmp(world->console, row->want) == 0,
			"%s\n%s", row->pipeline, world->console);
		ck_assert_msg(rc == row->rc, "%s: %d\n%s", row->pipeline, rc, world->console);
		ck_assert_msg(world->nr_pieces == 0, "%s", row->pipeline);
		free(world);
	}
}
END_TEST

static const struct row wrong[] = {
	{"", "FPLSCA012E", 12},
	{"literal a | | console",
		"FPLSCA013E Null stage found\nFPLMSG003I ... Issued from stage 2 of "
		"pipeline 1",
		13},
	{"literal a |", "FPLSCA013E", 13},
	{"(foo) literal a", "FPLSCA014E Option \"foo\" not valid", 14},
	{"(endchar", "FPLSCA015E", 15},
	{"(endchar ?", "FPLSCA016E", 16},
	{"(endchar !!) literal", "FPLARG061E", 61},
	{"literal x | nonsense 5 | console",
		"FPLSCA027E Entry point nonsense not found\nFPLMSG003I ... Issued from "
		"stage 2 of pipeline 1\n"
		"FPLMSG001I ... Running \"nonsense 5 \"",
		27},
	{"(name test end ?) literal x | console ? literal | nonsense",
		"stage 2 of pipeline 2 name \"test\"", 27},
	{"(end ?) literal x ? ? console", "FPLSCA012E", 12},
	{"literal x | rexx nosuch | console", "FPLREX040E Program NOSUCH REXX not found", -3},
	{"literal x | rexx", "FPLARG113E", 113},
	{"a: | console", "FPLSCA046E Label \"A\" not declared", 46},
	{"a: literal x | a: hole", "FPLSCA047E", 47},
	{"toolonglabel: literal x", "FPLSCA048E", 48},
	{"locate /x/ | console", "FPLSCA087E", 87},
	{"literal x | < in data | console", "FPLSCA127E", 127},
	{"literal x | append", "FPLARG113E", 0},
	{"literal x | locate", "FPLARG113E", 113},
	{"literal x | locate /x", "FPLARG060E Delimiter missing after string \"/x\"", 60},
	{"literal x | locate 5-1 /x/", "FPLARG054E Range \"5-1\" not valid", 54},
	{"literal x | locate /x/ y", "FPLARG112E Excessive options \"y\"", 112},
	{"literal x | take many", "FPLARG058E", 58},
	{"literal x | casei take 1", "FPLSCA7103E Stage take does not select records", 7103},
	{"literal x | zone 5-1 locate /x/", "FPLARG054E Range \"5-1\" not valid", 54},
	{"literal x | zone locate /x/", "FPLARG113E", 113},
	{"literal x | zone 1", "FPLSCA027E", 27},
	{"literal x | not", "FPLSCA027E", 27},
	{"literal x | specs 1", "FPLARG113E", 113},
	{"literal x | specs 1 zero", "FPLARG111E", 111},
	{"literal x | specs X1 1", "FPLARG111E", 111},
	{"literal x | change xC x4040", "FPLARG065E", 65},
	{"literal x | pad", "FPLARG113E", 113},
	{"literal x | pad 5 xyz", "FPLARG061E", 61},
	{"< no data | console", "no such file\nFPLDSK149E File \"NO DATA *\" cannot be used", 28},
	{"literal x | > no data b | > out data", "no such disk", 36},
	{"< in | console", "FPLARG113E", 113},
	{"< in toolongname | console", "FPLARG148E", 148},
	{"< in data? | console", "FPLARG148E", 148},
	{"(end ?) literal x | f: fanout | o: fanin 1 0 | hole ? f: | o:",
		"FPLDSP029E Pipeline stalled", PIPE_RC_STALLED},
	{"cp rc 8 | hole", "", 8},
	{"literal rc 7|literal rc -3|literal rc 100| cp | hole", "", -3},
	{"(listerr) cp rc 8 | hole", "FPLDSP020I Stage returned with return code 8", 8},
	{"literal 5x | specs 1-* d2c 1 | console", "FPLCOL198E \"5x \" is not a number", 198},
};

START_TEST(wrong_pipelines_are_refused_with_the_stage)
{
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		const struct row *row = &wrong[i];
		struct world *world = world_make();
		int rc = pipe_run(row->pipeline, &world_ops, world);

		ck_assert_msg(
			strstr(world->console, row->want), "%s\n%s", row->pipeline, world->console);
		ck_assert_msg(rc == row->rc || (!row->rc && rc), "%s: %d", row->pipeline, rc);
		ck_assert_str_eq(world->file[1].text, "old\n");
		ck_assert_msg(world->nr_pieces == 0, "%s", row->pipeline);
		free(world);
	}
}
END_TEST

static const struct {
	const char *pipeline, *want;
} written[] = {
	{"literal new | > out data", "new \n"},
	{"< in data | take 2 | >> out data", "old\none\ntwo words\n"},
	{"< out data | append < out data| > out data", "old\nold\n"},
	{"literal new| > out data | xlate upper | >> out data", "new\nNEW\n"},
	{"strliteral // | literal x| > out data", "x\n"},
	{"< in data | locate /nothing/ | > out data", ""},
	{"< in data | > out data | take 1 | hole", "one\ntwo words\nthree\nfour\nfive\n"},
};

START_TEST(files_are_written_when_all_records_have_come)
{
	for (size_t i = 0; i < ARRAY_LEN(written); i++) {
		struct world *world = world_make();

		ck_assert_int_eq(pipe_run(written[i].pipeline, &world_ops, world), 0);
		ck_assert_msg(strcmp(world->file[1].text, written[i].want) == 0, "%s\n%s",
			written[i].pipeline, world->file[1].text);
		ck_assert_uint_eq(world->nr_pieces, 0);
		free(world);
	}
}
END_TEST

static const struct {
	const char *pipeline, *name, *want;
	int rc;
} variables[] = {
	{"strliteral ,/a/one two, | varload", "A", "one two", 0},
	{"strliteral ,+b+, | append strliteral ,* no, | append strliteral ,=C=x=y, | "
	 "varload",
		"C", "x=y", 0},
	{"strliteral ,/a, | varload", "A", NULL, 152},
	{"strliteral ,//x, | varload", "", NULL, 152},
	{"literal b a| split | stem s.", "S.2", "a", 0},
	{"literal b a| split | stem s.| take 0 | stem s. append", "S.0", "2", 0},
};

START_TEST(variables_are_set_and_taken)
{
	for (size_t i = 0; i < ARRAY_LEN(variables); i++) {
		struct world *world = world_make();
		const char *value = NULL;
		char pipeline[120];
		int rc;

		snprintf(pipeline, sizeof(pipeline), "%s", variables[i].pipeline);
		rc = pipe_run(pipeline, &world_ops, world);
		for (int j = 0; j < 8; j++)
			if (strcmp(world->var[j][0], variables[i].name) == 0 &&
				variables[i].name[0])
				value = world->var[j][1];
		ck_assert_msg(rc == variables[i].rc, "%s: %d\n%s", pipeline, rc, world->console);
		ck_assert_msg(
			variables[i].want ? value && strcmp(value, variables[i].want) == 0 : !value,
			"%s: %s", pipeline, value);
		ck_assert_uint_eq(world->nr_pieces, 0);
		free(world);
	}
}
END_TEST

START_TEST(large_files_pass_through_in_batches)
{
	struct world *world = world_make();
	char *text = world->file[0].text;

	for (int i = 0; i < 3000; i++)
		text += sprintf(
			text, "%05d and some more characters that make the record long\n", i);
	ck_assert_int_eq(pipe_run("< in data | > out data", &world_ops, world), 0);
	ck_assert(strcmp(world->file[0].text, world->file[1].text) == 0);
	ck_assert_int_eq(
		pipe_run("< in data | sort descending | take 1 | console", &world_ops, world), 0);
	ck_assert(strncmp(world->console, "02999 and", 9) == 0);
	ck_assert_uint_eq(world->nr_pieces, 0);
	free(world);
}
END_TEST

START_TEST(lack_of_storage_is_told_wherever_it_happens)
{
	unsigned failed = 0;

	for (unsigned pieces = 0; pieces < 100; pieces++) {
		struct world *world = world_make();
		int rc;

		world->pieces_left = pieces;
		rc = pipe_run("(end ?) < in data | append literal y| rexx callall (stagesep ;) *: "
			      "; take 2 ; *: | sort | a: locate /o/ | specs "
			      "1-* c2x 1 | change "
			      "/5/xx/ | f: faninany | > out data ? a: | pad 20 | f:",
			&world_ops, world);
		ck_assert_uint_eq(world->nr_pieces, 0);
		if (rc) {
			ck_assert(strstr(world->console, "FPL"));
			failed++;
		} else {
			ck_assert(strlen(world->file[1].text) > 20);
		}
		free(world);
	}
	ck_assert_uint_gt(failed, 10);
	ck_assert_uint_lt(failed, 100);
}
END_TEST

UNIT_MAIN("cms/pipe/run", pipelines_type_what_they_should, programs_call_pipelines,
	records_are_run_as_pipelines, variables_are_set_and_taken,
	wrong_pipelines_are_refused_with_the_stage, files_are_written_when_all_records_have_come,
	large_files_pass_through_in_batches, lack_of_storage_is_told_wherever_it_happens)
