package dev.skep.kernel.context;

/**
 * What a register holds after a context field was read into it; the kernel's {@code enum bpf_reg_type} as far as
 * contexts give it.
 */
public enum ContextRegister {
    SCALAR,
    /** The first byte of the packet. */
    PACKET,
    /** The byte after the last that can be reached directly. */
    PACKET_END,
    /** The first byte of the metadata in front of the packet. */
    PACKET_META,
    SOCKET,
    SOCKET_OR_NULL,
    SOCK_COMMON_OR_NULL,
    FLOW_KEYS,
    /** A trusted pointer to a {@code struct sk_buff}. */
    TRUSTED_SK_BUFF,
    /** A trusted pointer to a {@code struct nf_hook_state}. */
    TRUSTED_HOOK_STATE
}
