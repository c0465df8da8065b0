package dev.skep.replay;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.hook.ContextEvent;
import dev.skep.kernel.hook.PacketEvent;
import dev.skep.kernel.hook.SystemControl;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.net.SkMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets what a recording in JSON says happen to sockets and in control groups, by the section of the programs that see
 * it, and tells what came of it: a refusal by its error, else what programs changed, or where they sent it.
 */
final class SocketHappenings {
    private static final HexFormat HEX = HexFormat.of();

    private final Kernel kernel;
    private final Map<String, ContextEvent> events = new HashMap<>();
    private final Map<String, PacketEvent> packets = new HashMap<>();

    SocketHappenings(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Lets it happen.
     *
     * @param fields of the context, numbers; bytes as texts in hex, {@code sk} as the address of a socket
     * @return what came of it; empty where nothing did
     * @throws IllegalArgumentException if there are no such programs, or they have no such fields
     */
    Optional<String> happen(String section, Map<String, Object> fields, int cpu) {
        return PacketEvent.isSection(section) ? packet(section, fields, cpu) : event(section, fields, cpu);
    }

    private Optional<String> packet(String section, Map<String, Object> fields, int cpu) {
        PacketEvent event =
                packets.computeIfAbsent(section, kernel.hooks()::packet).on(cpu);
        event.with(bytes(section, "bytes", fields.getOrDefault("bytes", "")));
        fields.forEach((name, value) -> {
            switch (name) {
                case "bytes" -> {}
                case "sk" -> event.of(socket(section, value));
                default ->
                    throw new IllegalArgumentException(section + " has no field " + name + ", expected bytes or sk");
            }
        });
        byte[] before = event.bytes();
        boolean allowed = event.fire();
        if (section.equals("sk_skb/stream_parser")) {
            return Optional.of(Long.toString(event.returned()));
        }
        if (!allowed) {
            return Optional.of(section.startsWith("sk_skb/") ? "SK_DROP" : "dropped");
        }
        if (event.target().isPresent()) {
            return Optional.of("to " + event.target().get());
        }
        return Arrays.equals(before, event.bytes())
                ? Optional.empty()
                : Optional.of("bytes = " + HEX.formatHex(event.bytes()));
    }

    private Optional<String> event(String section, Map<String, Object> fields, int cpu) {
        ContextEvent event =
                events.computeIfAbsent(section, kernel.hooks()::event).anew().on(cpu);
        Map<String, Object> left = new LinkedHashMap<>(fields);
        if (section.equals("cgroup/sysctl")) {
            event.of(control(left));
        }
        if (left.containsKey("sk")) {
            event.of(socket(section, left.remove("sk")));
        }
        Map<String, byte[]> given = new LinkedHashMap<>();
        left.forEach((name, value) -> {
            if (value instanceof Long number) {
                event.with(name, number);
            } else {
                byte[] bytes = bytes(section, name, value);
                event.with(name, bytes);
                given.put(name, bytes);
            }
        });
        boolean allowed = event.fire();
        if (event.message().isPresent()) {
            return Optional.of(verdict(allowed, event.message().get(), given.getOrDefault("data", new byte[0])));
        }
        if (event.answer() < 0) {
            return Optional.of("-" + Errno.of(-event.answer()));
        }
        return event.isHandled() ? Optional.of("handled") : changes(event, given);
    }

    private static String verdict(boolean allowed, SkMessage message, byte[] sent) {
        if (!allowed) {
            return "SK_DROP";
        }
        StringBuilder text =
                new StringBuilder(message.target().map(target -> "to " + target).orElse("SK_PASS"));
        if (!Arrays.equals(message.bytes(), sent)) {
            text.append(", data = ").append(HEX.formatHex(message.bytes()));
        }
        if (message.applied() != 0) {
            text.append(", for ")
                    .append(Integer.toUnsignedLong(message.applied()))
                    .append(" bytes");
        }
        if (message.corked() != 0) {
            text.append(", waits for ")
                    .append(Integer.toUnsignedLong(message.corked()))
                    .append(" bytes");
        }
        return text.toString();
    }

    private static Optional<String> changes(ContextEvent event, Map<String, byte[]> given) {
        Map<String, String> changes = new LinkedHashMap<>();
        event.changes().forEach((field, value) -> changes.put(field, Long.toString(value)));
        given.forEach((field, bytes) -> {
            if (!Arrays.equals(bytes, event.bytes(field))) {
                changes.put(field, HEX.formatHex(event.bytes(field)));
            }
        });
        event.control()
                .flatMap(SystemControl::replacement)
                .ifPresent(bytes -> changes.put("new", new String(bytes, StandardCharsets.UTF_8).strip()));
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(changes.entrySet().stream()
                        .map(change -> change.getKey() + " = " + change.getValue())
                        .collect(Collectors.joining(", ")));
    }

    /** What names the control is taken out of the fields. */
    private static SystemControl control(Map<String, Object> fields) {
        Object name = fields.remove("name");
        Object value = fields.remove("value");
        Object written = fields.remove("new");
        if (!(name instanceof String path)) {
            throw new IllegalArgumentException(
                    "cgroup/sysctl: name is " + name + ", expected net/ipv4/ip_forward or so");
        }
        SystemControl control = SystemControl.read(path, text(value));
        return written == null ? control : control.written(text(written));
    }

    private static byte[] text(@Nullable Object value) {
        return String.valueOf(value == null ? "" : value).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String section, String field, @Nullable Object value) {
        try {
            return HEX.parseHex(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    section + ", field " + field + ": found " + value + ", expected a number, or bytes in hex", e);
        }
    }

    private OpenSocket socket(String section, @Nullable Object value) {
        OpenSocket socket = value instanceof Long address ? kernel.sockets().at(address) : null;
        if (socket == null) {
            throw new IllegalArgumentException(
                    section + ", field sk: found " + value + ", expected {\"sock\": INODE} of a socket that is there");
        }
        return socket;
    }
}
