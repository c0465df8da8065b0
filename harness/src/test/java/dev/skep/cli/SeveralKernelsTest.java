package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Struct;
import dev.skep.btf.BtfWriter;
import dev.skep.fixtures.Fixtures;
import dev.skep.fixtures.Json;
import dev.skep.kernel.KernelTypes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One object over several kernels: the task iterator reads ids and names wherever the kernel at hand has them. */
@Tag("engine")
class SeveralKernelsTest {
    private static final Path FIXTURES = Path.of("..", "fixtures");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** The reference kernel's types with another {@code task_struct}. */
    private Path kernel(String name, UnaryOperator<Struct> change) throws IOException {
        Btf reference = KernelTypes.reference().btf();
        int task = reference.find("task_struct", BtfKind.STRUCT).orElseThrow();
        List<BtfType> types = new ArrayList<>();
        for (int id = 1; id < reference.typeCount(); id++) {
            BtfType type = reference.type(id);
            types.add(id == task ? change.apply((Struct) type) : type);
        }
        return Files.write(folder.resolve(name), BtfWriter.write(types, ByteOrder.LITTLE_ENDIAN));
    }

    private int replay(String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] arguments = {
            "replay",
            FIXTURES.resolve("tools").resolve("task_list.bpf.o").toString(),
            "--events",
            FIXTURES.resolve("recordings").resolve("shell-pipeline.perf.data").toString()
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Skep.execute(new Terminal(new PrintWriter(out), new PrintWriter(err), Terminal.Watched.BY_NOBODY), all);
    }

    @Test
    void theSameProgramReadsWhatEachKernelHas() throws IOException {
        assertThat(replay()).isZero();
        String ofReference = out.toString();
        Json expected = Fixtures.json("tools/expected.json").get("tools").get("task_list");
        assertThat(expected.text("output").lines())
                .allSatisfy(line -> assertThat(ofReference).contains("    " + line + "\n"));

        Path moved = kernel(
                "moved.btf",
                task -> new Struct(
                        task.name(),
                        task.sizeBytes() + 512,
                        task.members().stream()
                                .map(member -> new Member(
                                        member.name(),
                                        member.type(),
                                        member.bitOffset() + 512 * 8,
                                        member.bitFieldSize()))
                                .toList()));
        assertThat(replay("--btf", moved.toString())).isZero();
        assertThat(out.toString()).isEqualTo(ofReference);

        Path nameless = kernel(
                "nameless.btf",
                task -> new Struct(
                        task.name(),
                        task.sizeBytes(),
                        List.copyOf(task.members().stream()
                                .filter(member -> !member.name().equals("comm"))
                                .toList())));
        assertThat(replay("--btf", nameless.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains("<invalid CO-RE relocation>").contains("struct task_struct.comm");
    }
}
