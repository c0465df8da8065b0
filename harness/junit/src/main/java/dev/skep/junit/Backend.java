package dev.skep.junit;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Which kernel answers: {@code -Dskep.backend=host} or the same parameter of JUnit's configuration. */
enum Backend {
    SIMULATED,
    HOST;

    static final String PARAMETER = "skep.backend";

    static Backend of(ExtensionContext context) {
        String name = context.getConfigurationParameter(PARAMETER).orElse("");
        return name.isEmpty()
                ? SIMULATED
                : Arrays.stream(values())
                        .filter(backend ->
                                backend.name().toLowerCase(Locale.ROOT).equals(name))
                        .findFirst()
                        .orElseThrow(() -> new ExtensionConfigurationException(
                                PARAMETER + " = " + name + ": expected simulated or host"));
    }
}
