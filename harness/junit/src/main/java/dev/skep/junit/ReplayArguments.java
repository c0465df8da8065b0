package dev.skep.junit;

import dev.skep.packet.Frame;
import dev.skep.recording.RecordedEvent;
import dev.skep.testing.Recording;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The arguments of {@link Replay}: what is in a recording, or the recording. */
final class ReplayArguments implements ArgumentsProvider, AnnotationConsumer<Replay> {
    private String name = "";

    @Override
    public void accept(Replay replay) {
        name = replay.value();
    }

    static Recording recording(Machines machines, Class<?> test, String name) throws IOException {
        return Recording.read(TestFiles.baseName(name), machines.files().open(test, name));
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context)
            throws IOException {
        Recording recording = recording(Machines.of(context), context.getRequiredTestClass(), name);
        Class<?> wanted = parameters
                .getFirst()
                .orElseThrow(() -> new ExtensionConfigurationException("@Replay: the test has no parameter"))
                .getParameterType();
        if (wanted == Recording.class) {
            return Stream.of(Arguments.of(recording));
        }
        if (wanted == byte[].class) {
            return recording.frames().stream()
                    .map(frame -> Arguments.of(Named.of("frame " + frame.number(), frame.data())));
        }
        if (wanted == Frame.class) {
            return recording.frames().stream().map(frame -> Arguments.of(Named.of("frame " + frame.number(), frame)));
        }
        if (RecordedEvent.class.isAssignableFrom(wanted)) {
            return recording.events().stream().filter(wanted::isInstance).map(Arguments::of);
        }
        throw new ExtensionConfigurationException("@Replay: the first parameter is a " + wanted.getSimpleName()
                + ", expected Frame, byte[], RecordedEvent or Recording");
    }
}
