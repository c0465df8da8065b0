package dev.skep.hostkernel;

import dev.skep.isa.Bytecode;
import dev.skep.kernel.net.TestRunRequest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A program that the kernel has accepted. */
public final class HostProgram extends HostDescriptor {
    private static final int INFO_BYTES = 232;
    /** Bytes that a packet may grow by while a program has it. */
    private static final int GROWTH = 4096;

    HostProgram(HostKernel kernel, int descriptor) {
        super(kernel, descriptor);
    }

    /** {@code BPF_PROG_TEST_RUN}. What the kernel refuses is part of the answer. */
    public HostTestRun testRun(TestRunRequest request) {
        try (Attributes attributes = new Attributes(80)) {
            int limit = request.dataOutLimit() != 0
                    ? request.dataOutLimit()
                    : request.data().length == 0 ? 0 : request.data().length + GROWTH;
            MemorySegment data = attributes.buffer(limit);
            MemorySegment context = attributes.buffer(request.contextOutLimit());
            byte[] contextIn = request.context();
            attributes.putBytes(16, request.data());
            if (contextIn != null) {
                attributes.put32(40, contextIn.length).putBytes(48, contextIn);
            }
            attributes
                    .put32(0, descriptor())
                    .put32(8, request.data().length)
                    .put32(12, limit)
                    .putPointer(24, data)
                    .put32(32, request.repeat())
                    .put32(44, request.contextOutLimit())
                    .putPointer(56, context)
                    .put32(64, request.flags())
                    .put32(68, request.cpu())
                    .put32(72, request.batchSize());
            int result = kernel.call(BpfCommand.PROG_TEST_RUN, attributes);
            return HostTestRun.of(
                    result,
                    Integer.toUnsignedLong(attributes.get32(4)),
                    Integer.toUnsignedLong(attributes.get32(36)),
                    bytes(data, attributes.get32(12)),
                    attributes.get32(12),
                    bytes(context, attributes.get32(44)));
        }
    }

    /** The test run of a syscall program, whose context goes in and comes out in the same place. */
    public HostTestRun call(byte[] context) {
        try (Attributes attributes = new Attributes(80)) {
            attributes.put32(0, descriptor()).put32(40, context.length);
            MemorySegment inAndOut = attributes.putBytes(48, context);
            int result = kernel.call(BpfCommand.PROG_TEST_RUN, attributes);
            return HostTestRun.of(
                    result,
                    Integer.toUnsignedLong(attributes.get32(4)),
                    0,
                    new byte[0],
                    0,
                    bytes(inAndOut, context.length));
        }
    }

    private static byte[] bytes(MemorySegment buffer, int size) {
        return buffer.asSlice(0, Math.clamp(size, 0, buffer.byteSize())).toArray(ValueLayout.JAVA_BYTE);
    }

    /** What became of the program: {@code BPF_OBJ_GET_INFO_BY_FD}. */
    public HostProgramFacts facts() {
        try (Attributes attributes = new Attributes(16);
                Attributes info = new Attributes(INFO_BYTES)) {
            ask(attributes, info);
            int xlatedBytes = info.get32(20);
            int jitedBytes = info.get32(16);
            int verified = info.get32(216);
            info.segment().fill((byte) 0);
            MemorySegment code = info.buffer(xlatedBytes);
            info.put32(20, xlatedBytes).putPointer(32, code);
            ask(attributes, info);
            return new HostProgramFacts(Bytecode.of(bytes(code, info.get32(20))), jitedBytes, verified);
        }
    }

    private void ask(Attributes attributes, Attributes info) {
        attributes.put32(0, descriptor()).put32(4, INFO_BYTES).putPointer(8, info.segment());
        kernel.require(BpfCommand.OBJ_GET_INFO_BY_FD, attributes, "facts of a program");
    }
}
