package dev.skep.helper;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A machine on which tests call helpers and kfuncs as a tc program would, without a program. */
public final class TestMachine {
    private final Kernel kernel;
    private final Invocation invocation;

    public TestMachine() {
        this(KernelConfig.reference());
    }

    public TestMachine(KernelConfig config) {
        this.kernel = new Kernel(config);
        this.invocation = new Invocation(kernel);
    }

    public Kernel kernel() {
        return kernel;
    }

    public Invocation invocation() {
        return invocation;
    }

    public AddressSpace memory() {
        return kernel.memory();
    }

    /** Memory of so many bytes that hold 0xee, as long as the machine lives. */
    public long buffer(long bytes) {
        long address = memory().allocate(Math.max(bytes, 1), 8, "a test's buffer");
        memory().fill(address, bytes, (byte) 0xee);
        return address;
    }

    /** Memory that holds these bytes. */
    public long memoryOf(byte... bytes) {
        long address = buffer(bytes.length);
        memory().write(address, bytes);
        return address;
    }

    /** A string with its NUL; a character is a byte, as in the probes. */
    public long string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return memoryOf(Arrays.copyOf(bytes, bytes.length + 1));
    }

    /** An array of eight-byte values. */
    public long array(long... values) {
        long address = buffer(8L * values.length);
        for (int i = 0; i < values.length; i++) {
            memory().writeLong(address + 8L * i, values[i]);
        }
        return address;
    }

    /** The string at an address, up to its NUL. */
    public String stringAt(long address) {
        int length = 0;
        while (memory().readByte(address + length) != 0) {
            length++;
        }
        return new String(memory().bytes(address, length), StandardCharsets.ISO_8859_1);
    }

    public long helper(int id, long... arguments) {
        return helper(id, null, arguments);
    }

    /** Calls a helper; a map among its arguments is given beside the others, in whose place a 0 stands. */
    public long helper(int id, @Nullable BpfMap map, long... arguments) {
        BoundHelper helper =
                Objects.requireNonNull(HelperTable.standard().find(id, ProgramType.SCHED_CLS, AttachType.NONE));
        return call(helper.body(), map, arguments);
    }

    public long kfunc(String name, long... arguments) {
        return kfunc(name, null, arguments);
    }

    public long kfunc(String name, @Nullable BpfMap map, long... arguments) {
        return call(Objects.requireNonNull(KfuncTable.standard().find(name)).body(), map, arguments);
    }

    private long call(HelperBody body, @Nullable BpfMap map, long[] arguments) {
        long[] r = Arrays.copyOf(arguments, 5);
        return body.call(invocation, map, r[0], r[1], r[2], r[3], r[4]);
    }
}
