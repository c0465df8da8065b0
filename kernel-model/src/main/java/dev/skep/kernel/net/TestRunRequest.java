package dev.skep.kernel.net;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code BPF_PROG_TEST_RUN} for a program that takes a packet. Begin with {@link #of}, refine with
 * {@code withX}.
 *
 * @param data the frame, from the Ethernet header on; for XDP with metadata in front when the context says so
 * @param context the bytes of a {@code __sk_buff} or {@code xdp_md}, or {@code null}
 * @param dataOutLimit bytes that the caller has room for; 0 for all there is
 * @param contextOutLimit bytes of context that the caller has room for; 0 when it wants none
 * @param repeat how often to run the program on the same packet; 0 counts as 1
 * @param flags bits of {@code BPF_F_TEST_*}
 * @param cpu {@code bpf_attr.test.cpu}, which these programs only refuse
 * @param batchSize {@code bpf_attr.test.batch_size}
 */
public record TestRunRequest(
        byte[] data,
        byte @Nullable [] context,
        int dataOutLimit,
        int contextOutLimit,
        int repeat,
        int flags,
        int cpu,
        int batchSize) {

    /** Computes the sum over the packet beforehand and checks it afterwards. */
    public static final int F_SKB_CHECKSUM_COMPLETE = 1 << 2;

    /** Sends the frames on their way; not supported. */
    public static final int F_XDP_LIVE_FRAMES = 1 << 1;

    /** One run on a frame, without a context. */
    public static TestRunRequest of(byte[] data) {
        return new TestRunRequest(data, null, 0, 0, 1, 0, 0, 0);
    }

    /** With a context going in and coming out. */
    public TestRunRequest withContext(byte[] value) {
        return new TestRunRequest(data, value, dataOutLimit, value.length, repeat, flags, cpu, batchSize);
    }

    public TestRunRequest withDataOutLimit(int value) {
        return new TestRunRequest(data, context, value, contextOutLimit, repeat, flags, cpu, batchSize);
    }

    public TestRunRequest withContextOutLimit(int value) {
        return new TestRunRequest(data, context, dataOutLimit, value, repeat, flags, cpu, batchSize);
    }

    public TestRunRequest withRepeat(int value) {
        return new TestRunRequest(data, context, dataOutLimit, contextOutLimit, value, flags, cpu, batchSize);
    }

    public TestRunRequest withFlags(int value) {
        return new TestRunRequest(data, context, dataOutLimit, contextOutLimit, repeat, value, cpu, batchSize);
    }

    public TestRunRequest withCpu(int value) {
        return new TestRunRequest(data, context, dataOutLimit, contextOutLimit, repeat, flags, value, batchSize);
    }

    public TestRunRequest withBatchSize(int value) {
        return new TestRunRequest(data, context, dataOutLimit, contextOutLimit, repeat, flags, cpu, value);
    }

    boolean hasContext() {
        return context != null || contextOutLimit != 0;
    }
}
