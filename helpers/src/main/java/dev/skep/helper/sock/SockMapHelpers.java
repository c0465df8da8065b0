package dev.skep.helper.sock;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_MAP_KEY;
import static dev.skep.kernel.program.HelperFamily.SK_MSG;
import static dev.skep.kernel.program.HelperFamily.SK_SKB;
import static dev.skep.kernel.program.HelperFamily.SOCK_OPS;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/** Sockets in maps, and sending data to them. */
public abstract class SockMapHelpers {
    private SockMapHelpers() {}

    /** Puts the socket under an index of the map. */
    @Helper(id = 53, families = SOCK_OPS, packetAccess = true)
    abstract long bpf_sock_map_update(
            Invocation in,
            @Arg(PTR_TO_CTX) long skops,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_MAP_KEY) long key,
            @Arg(ANYTHING) long flags);

    /** Puts the socket under a key of the map. */
    @Helper(id = 70, families = SOCK_OPS, packetAccess = true)
    abstract long bpf_sock_hash_update(
            Invocation in,
            @Arg(PTR_TO_CTX) long skops,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_MAP_KEY) long key,
            @Arg(ANYTHING) long flags);

    /** Sends the stream to the socket at an index of the map. */
    @Helper(id = 52, families = SK_SKB)
    abstract long bpf_sk_redirect_map(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(ANYTHING) long key,
            @Arg(ANYTHING) long flags);

    /** Sends the stream to the socket under a key of the map. */
    @Helper(id = 72, families = SK_SKB)
    abstract long bpf_sk_redirect_hash(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_MAP_KEY) long key,
            @Arg(ANYTHING) long flags);

    /** Sends the message to the socket at an index of the map. */
    @Helper(id = 60, families = SK_MSG)
    abstract long bpf_msg_redirect_map(
            Invocation in,
            @Arg(PTR_TO_CTX) long msg,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(ANYTHING) long key,
            @Arg(ANYTHING) long flags);

    /** Sends the message to the socket under a key of the map. */
    @Helper(id = 71, families = SK_MSG)
    abstract long bpf_msg_redirect_hash(
            Invocation in,
            @Arg(PTR_TO_CTX) long msg,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_MAP_KEY) long key,
            @Arg(ANYTHING) long flags);
}
