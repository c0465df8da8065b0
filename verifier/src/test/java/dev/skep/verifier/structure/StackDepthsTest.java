package dev.skep.verifier.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StackDepthsTest {
    private record Use(int[] depths, Set<String> callbacks) implements StackUse {
        @Override
        public int depth(int subprogram) {
            return depths[subprogram];
        }

        @Override
        public boolean isCallback(int subprogram) {
            return callbacks.contains(Integer.toString(subprogram));
        }

        @Override
        public boolean isAsyncCallback(int subprogram) {
            return false;
        }
    }

    private static final class Said implements StructureLog {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void say(String words) {
            text.append(words);
        }

        @Override
        public void detail(String words) {}

        @Override
        public void source(int slot, String prefix) {}
    }

    /** Programs whose functions use as much stack as a 6.18 kernel says, and what it made of that. */
    @Test
    void stacksOfNestedCallsAreAddedUpAsTheKernelDoes() {
        List<String[]> rows = Resource.rows("kernel-6.18-stacks.tsv");
        assertThat(rows).hasSizeGreaterThanOrEqualTo(29);
        for (String[] row : rows) {
            int[] depths = Arrays.stream(row[5].split("\\+"))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            Set<String> callbacks = Arrays.stream(row[6].split(",")).collect(Collectors.toSet());
            ProgramType type = ProgramType.valueOf(row[1].toUpperCase(Locale.ROOT));
            StructureInput input = RecordsTest.input(row[2], row[3], row[4], "");
            PrivateStack kind = PrivateStack.of(type, AttachType.NONE);
            Said said = new Said();
            int errno = errno(input, new Use(depths, callbacks), kind, said);
            assertThat(said.text.toString().stripTrailing()).as(row[0]).isEqualTo(row[8]);
            assertThat(errno).as(row[0]).isEqualTo(Integer.parseInt(row[7]));
        }
    }

    private static int errno(StructureInput input, StackUse use, PrivateStack kind, StructureLog log) {
        ProgramStructure structure = Examination.of(input).structure();
        try {
            StackDepths.check(structure, use, kind, input.calls(), log);
            return 0;
        } catch (StructureRejection rejection) {
            return rejection.errno().number();
        }
    }

    /** 8 levels of functions that call the next one a hundred times: as many chains as atoms in a pebble. */
    @Test
    void manyChainsOfCallsAreNoMoreWorkThanManyCalls() {
        StringBuilder program = new StringBuilder();
        for (int level = 0; level < 7; level++) {
            program.append("f").append(level).append(":\n");
            program.append("call f%d\n".formatted(level + 1).repeat(100)).append("exit\n");
        }
        program.append("f7:\nr0 = 0\nexit\n");
        ProgramStructure structure = Examination.of(program.toString()).structure();
        Said said = new Said();
        Use use = new Use(new int[8], Set.of());
        StackDepths.check(structure, use, PrivateStack.NONE, new TestCalls("socket_filter"), said);
        assertThat(said.text).isEmpty();
    }

    @Test
    void anExceptionIsNotThrownInACallback() {
        ProgramStructure structure = Examination.of("""
                  r1 = 1
                  r2 = subprog[callback]
                  r3 = 0
                  r4 = 0
                  call bpf_loop#181
                  r0 = 0
                  exit
                callback:
                  call kernel-function#1000
                  r0 = 0
                  exit
                """).structure();
        Said said = new Said();
        Use use = new Use(new int[2], Set.of("1"));
        try {
            StackDepths.check(structure, use, PrivateStack.NONE, new TestCalls("socket_filter"), said);
        } catch (StructureRejection rejection) {
            said.text.append(rejection.errno());
        }
        assertThat(said.text).hasToString("bpf_throw kfunc (insn 8) cannot be called from callback subprog 1\nEINVAL");
    }
}
