package dev.skep.language;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.TruffleLanguage.ContextPolicy;
import com.oracle.truffle.api.source.Source;
import dev.skep.object.MalformedObjectException;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;

/**
 * BPF as a language of the Truffle framework. Its source is an object file, as clang makes it; evaluating one brings it
 * into a simulated kernel of its own and gives its programs as members, each a function of a packet's bytes:
 *
 * <pre>
 *   Value firewall = context.eval(Source.newBuilder("bpf", ByteSequence.create(bytes), "firewall.bpf.o").build());
 *   Value run = firewall.getMember("xdp_firewall").execute(packet);
 *   run.getMember("name").asString(); // XDP_DROP
 * </pre>
 */
@TruffleLanguage.Registration(
        id = BpfLanguage.ID,
        name = "BPF",
        defaultMimeType = BpfLanguage.MIME_TYPE,
        byteMimeTypes = BpfLanguage.MIME_TYPE,
        contextPolicy = ContextPolicy.EXCLUSIVE,
        website = "https://www.rfc-editor.org/rfc/rfc9669")
public final class BpfLanguage extends TruffleLanguage<BpfContext> {
    public static final String ID = "bpf";
    public static final String MIME_TYPE = "application/x-bpf";

    private static final LanguageReference<BpfLanguage> REFERENCE = LanguageReference.create(BpfLanguage.class);

    private static final ContextReference<BpfContext> CONTEXT = ContextReference.create(BpfLanguage.class);

    /** The context that this thread has entered. */
    static BpfContext currentContext() {
        return CONTEXT.get(null);
    }

    /** The language of the context that this thread has entered. */
    static BpfLanguage current() {
        return REFERENCE.get(null);
    }

    /** Reads an object file. The framework hands on sources of bytes only, as the registration says. */
    @Override
    protected CallTarget parse(ParsingRequest request) {
        Source source = request.getSource();
        try {
            ObjectSpec spec =
                    ObjectReader.read(source.getName(), source.getBytes().toByteArray());
            return new ObjectRoot(this, spec).getCallTarget();
        } catch (MalformedObjectException malformed) {
            throw RefusedException.malformed(malformed.getMessage());
        }
    }

    @Override
    protected BpfContext createContext(Env env) {
        return new BpfContext(env);
    }

    /** Kernels know nothing of one another: each belongs to one thread at a time, and several may run at once. */
    @Override
    protected boolean isThreadAccessAllowed(Thread thread, boolean singleThreaded) {
        return true;
    }
}
