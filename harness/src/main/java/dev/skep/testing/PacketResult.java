package dev.skep.testing;

import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.program.ReturnCodes;
import dev.skep.packet.layer.Dissection;
import dev.skep.packet.layer.Protocol;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a program made of a packet. */
public final class PacketResult {
    private static final int ETHERNET = 14;

    private final String program;
    private final ProgramType type;
    private final int code;
    private final byte[] input;
    private final byte[] packet;
    private final Optional<Redirection> redirection;
    private final Map<String, Object> context;

    /** @param context as the program left it; empty where the test gave none */
    PacketResult(String program, ProgramType type, byte[] input, RunOutcome outcome, Map<String, Object> context) {
        this.program = program;
        this.type = type;
        this.code = (int) outcome.result().retval();
        this.input = input;
        this.packet = outcome.result().data();
        this.redirection = outcome.redirection();
        this.context = context;
    }

    /** Name of the program that ran. */
    public String program() {
        return program;
    }

    public ProgramType type() {
        return type;
    }

    /** What the program returned. */
    public int code() {
        return code;
    }

    /** The same by its name where the type has names, {@code XDP_DROP}, {@code TC_ACT_OK}; else the number. */
    public String verdict() {
        return Objects.requireNonNullElseGet(ReturnCodes.name(type, code), () -> Integer.toString(code));
    }

    /** The frame as it went in. */
    public byte[] input() {
        return input.clone();
    }

    /** The frame as the program left it, whatever it returned. */
    public byte[] packet() {
        return packet.clone();
    }

    /** The frame as the program left it, layer by layer. */
    public Dissection dissection() {
        return type == ProgramType.SOCKET_FILTER
                ? Dissection.of(Arrays.copyOfRange(packet, Math.min(ETHERNET, packet.length), packet.length), network())
                : Dissection.of(packet);
    }

    /** Test runs of socket filters leave zeros in place of the Ethernet header. */
    private Protocol network() {
        boolean ipv6 = packet.length > ETHERNET && packet[ETHERNET] >>> 4 == 6;
        return ipv6 ? Protocol.IPV6 : Protocol.IPV4;
    }

    /** Where the program said that the packet is to go; it goes there only if the verdict says so. */
    public Optional<Redirection> redirection() {
        return redirection;
    }

    /**
     * A field of the context as the program left it.
     *
     * @throws UnknownNameException if the context has none of this name, or the test gave no context
     */
    public Object context(String field) {
        Object value = context.get(field);
        if (value == null) {
            throw new UnknownNameException(program, "context field", field, context.keySet());
        }
        return value;
    }

    @Override
    public String toString() {
        return program + " returned " + verdict();
    }
}
