package dev.skep.kernel.context;

import static dev.skep.kernel.context.AccessRule.NARROW;
import static dev.skep.kernel.context.AccessRule.WHOLE;
import static dev.skep.kernel.context.AccessRule.WHOLE_WORD;
import static dev.skep.kernel.context.AccessRule.WORD;
import static dev.skep.kernel.context.FieldRow.U32;
import static dev.skep.kernel.context.FieldRow.U64;
import static dev.skep.kernel.context.FieldRow.row;
import static dev.skep.kernel.context.FieldRow.struct;

import java.util.ArrayList;
import java.util.List;

/**
 * The contexts of probes, perf events, cgroup devices and sysctls, and netfilter hooks. Counterparts:
 * {@code kprobe_prog_is_valid_access}, {@code pe_prog_is_valid_access}, {@code cgroup_dev_is_valid_access},
 * {@code sysctl_is_valid_access}, {@code nf_is_valid_access}.
 */
final class OtherLayouts {
    static final int PT_REGS_SIZE = 168;
    static final int PERF_EVENT_SIZE = 184;
    static final int SYSCTL_SIZE = 8;
    static final int DEVICE_SIZE = 12;
    static final int NETFILTER_SIZE = 16;

    private static final String LONG = "long unsigned int";
    private static final List<String> REGISTERS = List.of(
            "r15", "r14", "r13", "r12", "bp", "bx", "r11", "r10", "r9", "r8", "ax", "cx", "dx", "si", "di", "orig_ax",
            "ip", "cs", "flags", "sp", "ss");

    static final List<FieldRow> PT_REGS_ROWS = registers("", WORD);
    static final List<FieldRow> PERF_EVENT_ROWS = perfEvent();

    static final List<FieldRow> SYSCTL_ROWS = List.of(
            row("write", 0, U32).reads(NARROW),
            row("file_pos", 4, U32).reads(NARROW).writes(WHOLE));

    static final List<FieldRow> DEVICE_ROWS = List.of(
            row("access_type", 0, U32).reads(NARROW),
            row("major", 4, U32).reads(WHOLE),
            row("minor", 8, U32).reads(WHOLE));

    static final List<FieldRow> NETFILTER_ROWS = List.of(
            row("state", 0, "const struct nf_hook_state *").reads(WHOLE).gives(ContextRegister.TRUSTED_HOOK_STATE),
            row("skb", 8, "struct sk_buff *").reads(WHOLE).gives(ContextRegister.TRUSTED_SK_BUFF));

    private OtherLayouts() {}

    private static List<FieldRow> perfEvent() {
        List<FieldRow> rows = new ArrayList<>();
        rows.add(struct("regs", 0, PT_REGS_SIZE, "bpf_user_pt_regs_t").reads(WHOLE_WORD));
        rows.addAll(registers("regs.", WHOLE_WORD));
        rows.add(row("sample_period", 168, U64).reads(NARROW));
        rows.add(row("addr", 176, U64).reads(NARROW));
        return List.copyOf(rows);
    }

    /** {@code struct pt_regs} of x86-64, where the segment registers have three names each. */
    private static List<FieldRow> registers(String prefix, AccessRule rule) {
        List<FieldRow> rows = new ArrayList<>();
        for (int i = 0; i < REGISTERS.size(); i++) {
            String name = REGISTERS.get(i);
            int offset = i * Long.BYTES;
            if (name.equals("cs") || name.equals("ss")) {
                rows.add(row(prefix + name, offset, "u16").reads(rule));
                rows.add(row(prefix + name + "x", offset, "u64").reads(rule));
                rows.add(row(prefix + "fred_" + name, offset, "struct fred_" + name)
                        .reads(rule));
            } else {
                rows.add(row(prefix + name, offset, LONG).reads(rule));
            }
        }
        return List.copyOf(rows);
    }
}
