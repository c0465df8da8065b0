import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats the Java sources below the given folders with palantir-java-format, or checks that they are formatted:
 * {@code Format.java check|apply FOLDER...}. Run on the JDK that compiles the sources, so that its parser knows their
 * language.
 */
final class Format {
    private static final JavaFormatterOptions.Style STYLE = JavaFormatterOptions.Style.PALANTIR;
    private static final Formatter FORMATTER = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(STYLE).formatJavadoc(true).build());

    public static void main(String[] arguments) throws IOException, FormatterException {
        boolean apply = arguments[0].equals("apply");
        List<Path> unformatted = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            for (Path source : sources(Path.of(arguments[i]))) {
                String text = Files.readString(source);
                String formatted = format(source, text);
                if (!formatted.equals(text)) {
                    unformatted.add(source);
                    if (apply) {
                        Files.writeString(source, formatted);
                    }
                }
            }
        }
        if (!apply && !unformatted.isEmpty()) {
            unformatted.forEach(path -> System.err.println("not formatted: " + path));
            System.err.println("mvn -N validate -Djava.format=apply formats them");
            System.exit(1);
        }
    }

    /** The Java files below a folder, built ones left out. */
    private static List<Path> sources(Path root) throws IOException {
        try (var tree = Files.walk(root)) {
            return tree.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !root.relativize(path).toString().matches("(.*[/\\\\])?target[/\\\\].*"))
                    .sorted()
                    .toList();
        }
    }

    private static String format(Path source, String text) throws FormatterException {
        try {
            // A checkout may have either line end; the formatter keeps the one that the file has.
            String withoutUnused = RemoveUnusedImports.removeUnusedImports(text);
            return FORMATTER.formatSource(ImportOrderer.reorderImports(withoutUnused, STYLE));
        } catch (FormatterException e) {
            throw new FormatterException(source + ": " + e.getMessage());
        }
    }
}
