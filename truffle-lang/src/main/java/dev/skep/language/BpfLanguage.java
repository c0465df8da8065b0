package dev.skep.language;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.TruffleLanguage.ContextPolicy;

/**
 * BPF as a language of the Truffle framework. Its source is an object file, as clang makes it; evaluating one loads it
 * into a simulated kernel.
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

    /** The language of the context that this thread has entered. */
    static BpfLanguage current() {
        return REFERENCE.get(null);
    }

    @Override
    protected BpfContext createContext(Env env) {
        return new BpfContext();
    }
}
