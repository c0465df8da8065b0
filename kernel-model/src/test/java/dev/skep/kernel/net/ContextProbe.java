package dev.skep.kernel.net;

import dev.skep.isa.Bytecode;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.context.Access;
import dev.skep.kernel.context.ContextAccess;
import dev.skep.kernel.context.ContextField;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.context.ContextRegister;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Executable;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A program in Java that reads all numbers of its context through the context table, as the programs behind the
 * recorded probes do: fields by name, words of {@code cb} with their index, the distances between the packet's
 * addresses.
 */
final class ContextProbe implements Executable {
    private final ContextLayout layout;
    private final Map<String, Long> seen = new LinkedHashMap<>();

    ContextProbe(ProgramType type) {
        this.layout = ContextLayout.of(type, AttachType.NONE);
    }

    static ProgramType type(String name) {
        return ProgramType.valueOf(name.toUpperCase(Locale.ROOT));
    }

    static BpfProgram load(Kernel kernel, ProgramType type, Executable executable) {
        return kernel.programs().add(ProgramImage.raw("probe", type, Bytecode.of(new byte[0]), List.of()), executable);
    }

    Map<String, Long> seen() {
        return seen;
    }

    @Override
    public long run(Invocation invocation) {
        seen.clear();
        Map<String, Long> addresses = new LinkedHashMap<>();
        for (ContextField field : layout.fields()) {
            for (int at = 0; at < field.size(); at += field.unitBytes()) {
                ContextAccess access = layout.access(Access.READ, field.offset() + at, field.unitBytes());
                if (access == null) {
                    continue;
                }
                long value = access.read(Objects.requireNonNull(invocation.context()));
                if (field.register() == ContextRegister.SCALAR) {
                    seen.put(name(field, at), value);
                } else {
                    addresses.put(field.name(), value);
                }
            }
        }
        if (addresses.containsKey("data")) {
            seen.put("data_end-data", address(addresses, "data_end") - address(addresses, "data"));
        }
        if (addresses.containsKey("data_meta")) {
            seen.put("data-data_meta", address(addresses, "data") - address(addresses, "data_meta"));
        }
        return 0;
    }

    private static long address(Map<String, Long> addresses, String name) {
        return Objects.requireNonNull(addresses.get(name));
    }

    private static String name(ContextField field, int at) {
        return field.size() > field.unitBytes() ? field.name() + at / field.unitBytes() : field.name();
    }
}
