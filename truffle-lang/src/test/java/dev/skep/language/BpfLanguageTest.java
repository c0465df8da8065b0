package dev.skep.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skep.fixtures.Fixtures;
import dev.skep.fixtures.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Object files as sources of the polyglot language, used as other languages use it. */
class BpfLanguageTest {
    private final Context context = Context.newBuilder("bpf")
            .allowHostAccess(HostAccess.newBuilder(HostAccess.EXPLICIT)
                    .allowArrayAccess(true)
                    .build())
            .option("engine.WarnInterpreterOnly", "false")
            .build();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void programsAreTheMembersOfAnObject() {
        Value tunnel = evalFixture("programs/ipip_tunnel.bpf.o");

        assertThat(tunnel.getMemberKeys())
                .containsExactlyInAnyOrder(
                        "xdp_ipip_encap", "xdp_ipip_decap", "tc_ipip_encap", "tc_ipip_decap", "tc_option_room");
        assertThat(tunnel.getMember("xdp_ipip_encap").canExecute()).isTrue();
        assertThat(tunnel.getMember("nothing")).isNull();
    }

    @Test
    void programAnswersFramesAsTheKernelDid() {
        Value program = evalFixture("programs/ipip_tunnel.bpf.o").getMember("xdp_ipip_encap");
        List<byte[]> frames = Fixtures.frames("mixed.pcap");
        List<Json> answers = Fixtures.json("expected/ipip_tunnel/xdp_ipip_encap.json")
                .get("frames")
                .items();

        int runs = 0;
        for (Json answer : answers) {
            int number = (int) answer.number("frame");
            byte[] frame = frames.get(number - 1);
            if (answer.has("errno")) {
                assertThatExceptionOfType(PolyglotException.class)
                        .isThrownBy(() -> program.execute((Object) frame))
                        .withMessage("xdp_ipip_encap: the packet is refused: EINVAL");
                continue;
            }
            Value run = program.execute((Object) frame);
            assertThat(run.getMember("returned").asLong())
                    .as("frame %d", number)
                    .isEqualTo(answer.number("retval"));
            assertThat(bytes(run.getMember("packet")))
                    .as("frame %d", number)
                    .isEqualTo(answer.has("out") ? answer.bytes("out") : frame);
            runs++;
        }
        assertThat(runs).isGreaterThan(120);
    }

    private static byte[] bytes(Value array) {
        byte[] bytes = new byte[Math.toIntExact(array.getArraySize())];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) array.getArrayElement(i).asInt();
        }
        return bytes;
    }

    @Test
    void bytesMayBeCountedFromZero() {
        Value program = evalFixture("programs/ipip_tunnel.bpf.o").getMember("xdp_ipip_encap");
        byte[] frame = Fixtures.frames("mixed.pcap").getFirst();
        Object[] unsigned = new Object[frame.length];
        for (int i = 0; i < frame.length; i++) {
            unsigned[i] = frame[i] & 0xff;
        }

        Value run = program.execute(ProxyArray.fromArray(unsigned));

        assertThat(bytes(run.getMember("packet")))
                .isEqualTo(bytes(program.execute((Object) frame).getMember("packet")));
        assertThat(run.getMember("name").asString()).startsWith("XDP_");
    }

    @Test
    void rejectedProgramSaysWhatTheVerifierSays() {
        Value mistakes = evalFixture("mistakes/mistakes.bpf.o");

        assertThatExceptionOfType(PolyglotException.class)
                .isThrownBy(() -> mistakes.getMember("packet_unchecked"))
                .withMessageContaining("packet_unchecked: EACCES")
                .withMessageContaining("invalid access to packet, off=12 size=1, R1(id=0,off=12,r=0)")
                .matches(PolyglotException::isGuestException, "is an exception of the guest");
    }

    @Test
    void damagedObjectIsAnErrorOfSyntax() {
        PolyglotException thrown = catchThrowableOfType(
                PolyglotException.class, () -> eval("damaged.bpf.o", "\u007fELF".getBytes(StandardCharsets.US_ASCII)));

        assertThat(thrown.isSyntaxError()).isTrue();
        assertThat(thrown).hasMessageStartingWith("damaged.bpf.o: ");
    }

    @Test
    void argumentsOtherThanAPacketAreRefused() {
        Value program = evalFixture("programs/flow_counter.bpf.o").getMember("xdp_flow_counter");

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> program.execute("a packet"))
                .withMessageContaining("expected an array or a buffer of bytes");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(program::execute);
    }

    private Value evalFixture(String fixture) {
        return eval(fixture, Fixtures.bytes(fixture));
    }

    private Value eval(String name, byte[] bytes) {
        try {
            return context.eval(
                    Source.newBuilder("bpf", ByteSequence.create(bytes), name).build());
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
