package dev.skep.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.isa.Assembler;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.log.LogLevel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What random programs found that the 6.18 kernel does and one would not expect. Expected lines are the kernel's. */
class KernelBehaviourTest {
    private final Kernel kernel = new Kernel(KernelConfig.reference());
    private final List<BpfMap> maps = new ArrayList<>();

    @Test
    void tailCallsThatComeBackLeavePacketPointersAlone() {
        maps.add(kernel.maps().create(MapSpec.of("jumps", MapType.PROG_ARRAY, 4, 4, 1)));
        String log = accepted("""
                r6 = r1
                r9 = *(u32 *)(r6 +80)
                r8 = *(u32 *)(r6 +76)
                *(u64 *)(r10 -8) = r8
                r3 = 0
                r1 = r6
                .8byte 0x0000000000001218
                .8byte 0x0000000000000000
                call bpf_tail_call#12
                r3 = *(u64 *)(r10 -8)
                r0 = r9
                r0 = 0
                exit
                """);
        assertThat(log)
                .contains("9: (79) r3 = *(u64 *)(r10 -8)         ; R3=pkt(r=0) R10=fp0 fp-8=pkt(r=0)\n")
                .contains("10: (bf) r0 = r9                      ; R0=pkt_end() R9=pkt_end()\n");
    }

    @Test
    void numbersThatBecomeStackPointersPointIntoTheOutermostFrame() {
        String log = accepted("""
                r6 = r1
                call pc+2
                r0 = 0
                exit
                r1 = -8
                r1 += r10
                *(u64 *)(r1 +0) = 5
                r2 = *(u64 *)(r10 -8)
                r0 = 0
                exit
                """);
        assertThat(log)
                .contains("6: (7a) *(u64 *)(r1 +0) = 5           ; frame1: R1=fp[0]-8\n")
                .contains("7: (79) r2 = *(u64 *)(r10 -8)         ; frame1: R2=scalar() R10=fp0\n");
    }

    @Test
    void numbersThatBecomePointersHoldNoReference() {
        maps.add(kernel.maps().create(MapSpec.of("ring", MapType.RINGBUF, 0, 0, 4096)));
        String log = accepted("""
                .8byte 0x0000000000001118
                .8byte 0x0000000000000000
                r2 = 16
                r3 = 0
                call bpf_ringbuf_reserve#131
                if r0 == 0x0 goto out
                r4 = 8
                r4 += r0
                *(u64 *)(r4 +0) = 1
                r1 = r0
                r2 = 0
                call bpf_ringbuf_submit#132
                out:
                r0 = 0
                exit
                """);
        assertThat(log).contains("8: R0=ringbuf_mem(ref_obj_id=2,sz=16) R4=ringbuf_mem(off=8,sz=16) refs=2\n");
    }

    /** After {@code if r9 >= r5} the packet pointer has a range of -2: a place beyond the end, and no size. */
    @Test
    void placesBeyondThePacketAreLikeNothingElse() {
        String log = accepted("""
                r7 = *(u32 *)(r1 +76)
                r9 = *(u32 *)(r1 +80)
                r5 = r7
                r5 += 64
                if r9 >= r5 goto pc+1
                goto join
                r0 = 0
                join:
                r1 = r5
                r2 = r5
                r0 = 0
                exit
                """, ProgramImage.F_TEST_STATE_FREQ);
        assertThat(log).contains("7: (bf) r1 = r5                       ; R1=pkt(off=64,r=64) R5=pkt(off=64,r=64)\n");
    }

    @Test
    void callbacksThatNothingCallsAreMissedByTheCompiler() {
        Verdict verdict = verify(
                withCallback("0"),
                0,
                callbackTypes(),
                List.of(new FunctionRecord(0, 4), new FunctionRecord(8, 5), new FunctionRecord(10, 6)));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected -> assertThat(rejected.errno()).isEqualTo(Errno.EFAULT));
        assertThat(verdict.log()).contains("verifier bug: No program to jit at insn ");
    }

    @Test
    void callbacksThatAreCalledOnceAreFound() {
        Verdict verdict = verify(
                withCallback("1"),
                0,
                callbackTypes(),
                List.of(new FunctionRecord(0, 4), new FunctionRecord(8, 5), new FunctionRecord(10, 6)));
        assertThat(verdict).as(verdict.log()).isInstanceOf(Verdict.Accepted.class);
    }

    /** Main, a function that is called, and a callback at the very end. */
    private static String withCallback(String rounds) {
        return """
                call pc+7
                r1 = ROUNDS
                .8byte 0x0000000700004218
                .8byte 0x0000000000000000
                r3 = 0
                r4 = 0
                call bpf_loop#181
                exit
                r0 = 0
                exit
                r0 = 0
                exit
                """.replace("ROUNDS", rounds);
    }

    private static Btf callbackTypes() {
        BtfBuilder types = new BtfBuilder();
        int number = types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        int plain = types.add(new BtfType.FuncProto(number, List.of()));
        int withIndex = types.add(new BtfType.FuncProto(number, List.of(new BtfType.Param("index", number))));
        types.add(new BtfType.Func("entry", plain, BtfType.Linkage.GLOBAL));
        types.add(new BtfType.Func("called", plain, BtfType.Linkage.STATIC));
        types.add(new BtfType.Func("callback", withIndex, BtfType.Linkage.STATIC));
        return types.build();
    }

    @Test
    void numbersLessThanThemselvesLoseBothEnds() {
        String log = accepted("""
                r6 = *(u32 *)(r1 +8)
                r6 &= 2
                if w6 <= w6 goto pc+1
                r0 = 1
                r0 = r6
                exit
                """);
        assertThat(log).contains("2: (be) if w6 <= w6 goto pc+1         ; R6=1\n");
    }

    @Test
    void contradictionsAreSpelledOut() {
        String log = accepted("""
                r2 = *(u32 *)(r1 +8)
                r2 &= 1
                if w2 > w2 goto pc+1
                r0 = 1
                r0 = r2
                exit
                """);
        assertThat(log)
                .contains("verifier bug: REG INVARIANTS VIOLATION (true_reg1): range bounds violation u64=[0x0, 0x1] "
                        + "s64=[0x0, 0x1] u32=[0x1, 0x0] s32=[0x0, 0x1] var_off=(0x0, 0x1)\n");
    }

    @Test
    void descriptorsThatNobodyOpenedAreNoMaps() {
        assertThat(errno(".8byte 0x000001f400001118\n.8byte 0x0000000000000000\nr0 = 0\nexit"))
                .isEqualTo(Errno.EBADF);
        assertThat(errno(".8byte 0x0000000100001118\n.8byte 0x0000000000000000\nr0 = 0\nexit"))
                .isEqualTo(Errno.EINVAL);
    }

    private Errno errno(String text) {
        Verdict verdict = verify(text, 0, Btf.empty(), List.of());
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        return ((Verdict.Rejected) verdict).errno();
    }

    private String accepted(String text) {
        return accepted(text, 0);
    }

    private String accepted(String text, int flags) {
        Verdict verdict = verify(text, flags, Btf.empty(), List.of());
        assertThat(verdict).as(verdict.log()).isInstanceOf(Verdict.Accepted.class);
        return verdict.log();
    }

    private Verdict verify(String text, int flags, Btf types, List<FunctionRecord> functions) {
        ProgramImage image = new ProgramImage(
                "test",
                "",
                ProgramType.SCHED_CLS,
                AttachType.NONE,
                Assembler.assemble(text),
                maps,
                types,
                functions,
                List.of(),
                "GPL",
                flags,
                "");
        return Verifier.verify(image, VerifierOptions.usual().withLevel(LogLevel.EVERYTHING));
    }
}
