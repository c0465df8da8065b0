package dev.skep.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.Btf;
import dev.skep.isa.Assembler;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs at the hooks of security modules may return, by {@code kernel/bpf/bpf_lsm.c}. */
class LsmHooksTest {
    private static String log(AttachType attachType, String hook, String code, String license, int flags) {
        ProgramImage image = new ProgramImage(
                "test",
                "",
                ProgramType.LSM,
                attachType,
                Assembler.assemble(code),
                List.of(),
                Btf.empty(),
                List.of(),
                List.of(),
                license,
                flags,
                hook);
        Verdict verdict = Verifier.verify(image, VerifierOptions.usual().withKernelTypes(KernelTypes.reference()));
        return verdict instanceof Verdict.Accepted ? "accepted" : verdict.log();
    }

    private static String log(AttachType attachType, String hook, String code) {
        return log(attachType, hook, code, "GPL", 0);
    }

    @ParameterizedTest
    @CsvSource({
        "LSM_MAC, file_open, 0, accepted",
        "LSM_MAC, file_open, -4095, accepted",
        "LSM_MAC, file_open, -4096, '[-4095, 0]'",
        "LSM_MAC, file_open, 1, '[-4095, 0]'",
        "LSM_MAC, audit_rule_known, 1, accepted",
        "LSM_MAC, audit_rule_known, -1, '[0, 1]'",
        "LSM_MAC, inode_xattr_skipcap, 2, '[0, 1]'",
        "LSM_MAC, file_free_security, 4096, accepted",
        "LSM_CGROUP, socket_bind, 1, accepted",
        "LSM_CGROUP, socket_bind, 2, '[0, 1]'",
        "LSM_CGROUP, inet_csk_clone, 1, accepted",
        "LSM_CGROUP, inet_csk_clone, 0, '[1, 1]'"
    })
    void returnsWhatItsCallerUnderstands(AttachType attachType, String hook, String value, String expected) {
        String log = log(attachType, hook, "r0 = " + value + "\nexit");
        if (expected.equals("accepted")) {
            assertThat(log).isEqualTo(expected);
        } else {
            assertThat(log)
                    .contains("At program exit the register R0 has smin=" + value + " smax=" + value
                            + " should have been in " + expected + "\n");
        }
    }

    @Test
    void whatTheProgramBeforeReturnedMayBeReturned() {
        assertThat(log(AttachType.LSM_MAC, "file_open", "r0 = *(u64 *)(r1 +8)\nexit"))
                .isEqualTo("accepted");
        assertThat(log(AttachType.LSM_MAC, "file_open", "r0 = *(u64 *)(r1 +8)\nr0 -= 1\nexit"))
                .contains("should have been in [-4095, 0]\n");
        assertThat(log(AttachType.LSM_MAC, "file_open", "r0 = *(u64 *)(r1 +8)\nw0 = w0\nexit"))
                .as("its caller reads 32 bits")
                .isEqualTo("accepted");
    }

    @Test
    void someHooksAreForNoProgramsOrNotForAll() {
        assertThat(log(AttachType.LSM_MAC, "getprocattr", "r0 = 0\nexit"))
                .startsWith("attach_btf_id 64636 points to disabled hook bpf_lsm_getprocattr\n");
        assertThat(log(AttachType.LSM_MAC, "file_open", "r0 = 0\nexit", "Proprietary", 0))
                .startsWith("LSM programs must have a GPL compatible license\n");
        assertThat(log(AttachType.LSM_MAC, "file_free_security", "r0 = 0\nexit", "GPL", ProgramImage.F_SLEEPABLE))
                .startsWith("bpf_lsm_file_free_security is not sleepable\n");
        assertThat(log(AttachType.LSM_MAC, "file_open", "r0 = 0\nexit", "GPL", ProgramImage.F_SLEEPABLE))
                .isEqualTo("accepted");
    }
}
