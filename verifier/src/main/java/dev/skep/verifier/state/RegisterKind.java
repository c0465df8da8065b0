package dev.skep.verifier.state;

/** What a register holds, without modifiers; the base part of the kernel's {@code enum bpf_reg_type}. */
public enum RegisterKind {
    NOT_INIT("?"),
    SCALAR("scalar"),
    CTX("ctx"),
    MAP_PTR("map_ptr"),
    MAP_VALUE("map_value"),
    MAP_KEY("map_key"),
    STACK("fp"),
    PACKET_META("pkt_meta"),
    PACKET("pkt"),
    PACKET_END("pkt_end"),
    FLOW_KEYS("flow_keys"),
    SOCKET("sock"),
    SOCK_COMMON("sock_common"),
    TCP_SOCK("tcp_sock"),
    TP_BUFFER("tp_buffer"),
    XDP_SOCK("xdp_sock"),
    BTF_ID("ptr_"),
    MEM("mem"),
    ARENA("arena"),
    BUF("buf"),
    FUNC("func"),
    DYNPTR("dynptr_ptr");

    private final String text;

    RegisterKind(String text) {
        this.text = text;
    }

    /** As the log has it, without prefixes. */
    public String text() {
        return text;
    }

    public boolean isMap() {
        return this == MAP_PTR || this == MAP_VALUE || this == MAP_KEY;
    }

    public boolean isPacket() {
        return this == PACKET || this == PACKET_META;
    }

    public boolean isPacketOrEnd() {
        return isPacket() || this == PACKET_END;
    }

    public boolean isSocket() {
        return this == SOCKET || this == SOCK_COMMON || this == TCP_SOCK || this == XDP_SOCK;
    }

    /** Whether a register with it may be spilled to the stack and come back as what it was. */
    public boolean isSpillable() {
        return switch (this) {
            case MAP_VALUE,
                    STACK,
                    CTX,
                    PACKET,
                    PACKET_META,
                    PACKET_END,
                    FLOW_KEYS,
                    MAP_PTR,
                    SOCKET,
                    SOCK_COMMON,
                    TCP_SOCK,
                    XDP_SOCK,
                    BTF_ID,
                    BUF,
                    MEM,
                    FUNC,
                    MAP_KEY,
                    ARENA -> true;
            case NOT_INIT, SCALAR, TP_BUFFER, DYNPTR -> false;
        };
    }

    /** Whether the same instruction may work on it on one path and on something else on another. */
    public boolean mayMeetOthers() {
        return switch (this) {
            case CTX, SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK, BTF_ID, ARENA -> false;
            case NOT_INIT,
                    SCALAR,
                    MAP_PTR,
                    MAP_VALUE,
                    MAP_KEY,
                    STACK,
                    PACKET_META,
                    PACKET,
                    PACKET_END,
                    FLOW_KEYS,
                    TP_BUFFER,
                    MEM,
                    BUF,
                    FUNC,
                    DYNPTR -> true;
        };
    }
}
