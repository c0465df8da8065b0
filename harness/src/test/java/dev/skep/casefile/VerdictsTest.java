package dev.skep.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.isa.Assembler;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.ProgramType;
import dev.skep.object.FunctionSpec;
import dev.skep.object.ProgramSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    private static final Place PLACE = new Place("a.o", 1, 1);
    private static final String LOG = "0: r1 = 2\n1: R0_w=scalar(id=1)\ninvalid access to packet\n";

    private static List<Failure> judge(String errno, String... messages) {
        Expectation rejected = new Expectation.Rejected(PLACE, errno, List.of(messages), 0);
        TestCase test = new TestCase(
                "t",
                PLACE,
                Path.of("a.o"),
                Optional.empty(),
                MachineSetting.usual(),
                "",
                List.of(),
                List.of(new Step(0, PLACE, List.of(), 0, Optional.empty(), new Input.Nothing(), List.of(rejected))),
                Map.of());
        return Verdicts.judge(test, "p", new Loading.Rejected(Errno.EACCES, LOG, ""));
    }

    @Test
    void messagesFollowOneAnother() {
        assertThat(judge("EACCES", "r1 = 2", "invalid access")).isEmpty();
        assertThat(judge("", "invalid access", "r1 = 2"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).startsWith("the verifier does not say: r1 = 2"));
        assertThat(judge("EINVAL"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).isEqualTo("rejected with EACCES, expected EINVAL"));
    }

    @Test
    void patternsStandInDoubleBraces() {
        assertThat(judge("", "R0{{(_w)?}}=scalar(id={{[0-9]+}})")).isEmpty();
        assertThat(judge("", "R0{{(_r)}}=scalar")).hasSize(1);
        assertThat(judge("", "{{(}}")).as("a broken pattern is text").hasSize(1);
    }

    /** The selftests' tags have the kernel's names for what ours say, and a counter that orders messages. */
    @Test
    void tagsOfTheKernelsSelftestsAreRead() {
        BtfBuilder types = new BtfBuilder();
        int proto = types.add(new BtfType.FuncProto(0, List.of()));
        int function = types.add(new BtfType.Func("p", proto, Linkage.GLOBAL));
        for (String tag : List.of(
                "comment:test_expect_msg=10=last",
                "comment:test_expect_msg=9=first=1",
                "comment:test_expect_failure",
                "comment:test_log_level=2",
                "skep:errno=EACCES",
                "of somebody else")) {
            types.add(new BtfType.DeclTag(tag, function, -1));
        }
        ProgramSpec program = new ProgramSpec(
                new FunctionSpec(
                        "p",
                        "xdp",
                        0,
                        Assembler.assemble("exit"),
                        FunctionSpec.Linkage.GLOBAL,
                        List.of(),
                        List.of(new FunctionRecord(0, function)),
                        List.of(),
                        List.of()),
                ProgramType.XDP,
                AttachType.NONE,
                "",
                Set.of(),
                true);
        ProgramTags tags = new ProgramTags(types.build(), program);
        assertThat(tags.has("failure")).isTrue();
        assertThat(tags.has("success")).isFalse();
        assertThat(tags.numbered("msg")).containsExactly("first=1", "last");
        assertThat(tags.text("log_level")).contains("2");
        assertThat(tags.text("errno")).contains("EACCES");
    }
}
