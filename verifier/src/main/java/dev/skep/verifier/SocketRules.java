package dev.skep.verifier;

import dev.skep.verifier.check.AccessRules;
import dev.skep.verifier.check.AccessRules.Field;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be read from the structs that sockets look like; {@code struct bpf_sock}, {@code bpf_tcp_sock}, …. */
final class SocketRules {
    private static final int WORD = Integer.BYTES;
    private static final int SOCK_BYTES = 80;
    private static final int SOCK_TYPE = 8;
    private static final int SOCK_SRC_IP4 = 24;
    private static final int SOCK_DST_PORT = 48;
    private static final int SOCK_DST_IP4 = 52;
    private static final int SOCK_STATE = 72;
    private static final int TCP_BYTES = 112;
    private static final int TCP_BYTES_RECEIVED = 80;
    private static final int TCP_BYTES_ACKED = 88;

    /** Kinds of sockets with their rules. */
    static final Map<RegisterKind, AccessRules> ALL = Map.of(
            RegisterKind.SOCKET, (offset, size, access) -> socket(offset, size),
            RegisterKind.SOCK_COMMON,
                    (offset, size, access) ->
                            offset >= SOCK_TYPE && offset < SOCK_SRC_IP4 ? null : socket(offset, size),
            RegisterKind.TCP_SOCK, (offset, size, access) -> tcp(offset, size),
            RegisterKind.XDP_SOCK, (offset, size, access) -> field(offset == 0 && size == WORD, 0));

    private SocketRules() {}

    private static @Nullable Field field(boolean allowed, int whole) {
        return allowed ? new Field(RegisterType.SCALAR, null, whole) : null;
    }

    private static @Nullable Field socket(int offset, int size) {
        if (offset < 0 || offset >= SOCK_BYTES || offset % size != 0) {
            return null;
        }
        boolean isAddress = offset >= SOCK_SRC_IP4 && offset < SOCK_DST_PORT - WORD
                || offset >= SOCK_DST_IP4 && offset < SOCK_STATE;
        boolean isWord = switch (offset) {
            case 4, 8, 12, 44, 72, 76 -> true;
            default -> false;
        };
        if (isAddress || isWord) {
            return field(size <= WORD, size < WORD ? WORD : 0);
        }
        if (offset == SOCK_DST_PORT || offset == SOCK_DST_PORT + 1) {
            return field(size <= Short.BYTES || size == WORD, size < Short.BYTES ? Short.BYTES : 0);
        }
        if (offset > SOCK_DST_PORT && offset < SOCK_DST_IP4) {
            return null;
        }
        return field(size == WORD, 0);
    }

    private static @Nullable Field tcp(int offset, int size) {
        if (offset < 0 || offset >= TCP_BYTES || offset % size != 0) {
            return null;
        }
        boolean isLong = offset == TCP_BYTES_RECEIVED || offset == TCP_BYTES_ACKED;
        return field(size == (isLong ? Long.BYTES : WORD), 0);
    }
}
