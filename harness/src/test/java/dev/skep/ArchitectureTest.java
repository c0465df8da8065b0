package dev.skep;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between the modules: one direction only. */
class ArchitectureTest {
    private static final String[] KERNEL_MODEL = {"dev.skep.isa..", "dev.skep.btf..", "dev.skep.kernel.."};
    private static final String[] HELPERS = {"dev.skep.helper..", "dev.skep.kfunc.."};
    private static final String[] VERIFIER = {"dev.skep.verifier.."};
    private static final String[] TRUFFLE_LANG = {
        "dev.skep.object..", "dev.skep.link..", "dev.skep.language..", "dev.skep.nodes..", "dev.skep.debug.."
    };
    private static final String[] FIXTURES = {"dev.skep.fixtures.."};
    private static final String[] HARNESS = {
        "dev.skep.session..",
        "dev.skep.recording..",
        "dev.skep.replay..",
        "dev.skep.packet..",
        "dev.skep.casefile..",
        "dev.skep.coverage..",
        "dev.skep.veristat..",
        "dev.skep.report..",
        "dev.skep.hostkernel..",
        "dev.skep.speed..",
        "dev.skep.testing..",
        "dev.skep.cli.."
    };

    @SuppressWarnings("NullAway.Init")
    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.skep");
    }

    @Test
    void theScanSawTheWholeHouse() {
        assertThat(classes.size()).isGreaterThan(100);
    }

    @Test
    void everyClassLivesInARoomOfTheHouse() {
        noClasses()
                .should()
                .resideOutsideOfPackages(concat(KERNEL_MODEL, HELPERS, VERIFIER, TRUFFLE_LANG, HARNESS, FIXTURES))
                .check(classes);
    }

    @Test
    void modulesKnowOneAnotherInOneDirectionOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("kernel-model")
                .definedBy(KERNEL_MODEL)
                .layer("helpers")
                .definedBy(HELPERS)
                .layer("verifier")
                .definedBy(VERIFIER)
                .layer("truffle-lang")
                .definedBy(TRUFFLE_LANG)
                .layer("harness")
                .definedBy(HARNESS)
                .whereLayer("harness")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("truffle-lang")
                .mayOnlyBeAccessedByLayers("harness")
                .whereLayer("verifier")
                .mayOnlyBeAccessedByLayers("truffle-lang", "harness")
                .whereLayer("helpers")
                .mayOnlyBeAccessedByLayers("verifier", "truffle-lang", "harness")
                .check(classes);
    }

    @Test
    void onlyTheLanguageKnowsMoreOfTruffleThanCompilerHints() {
        noClasses()
                .that(resideInAnyPackage(concat(KERNEL_MODEL, HELPERS, VERIFIER)))
                .should()
                .dependOnClassesThat(resideInAPackage("com.oracle.truffle..").and(not(compilerHint())))
                .check(classes);
    }

    private static com.tngtech.archunit.base.DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass>
            compilerHint() {
        return com.tngtech.archunit.base.DescribedPredicate.describe(
                "are compiler hints",
                type -> type.getName().startsWith("com.oracle.truffle.api.CompilerDirectives")
                        || type.getName().startsWith("com.oracle.truffle.api.nodes.ExplodeLoop")
                        || type.getName().equals("com.oracle.truffle.api.Assumption")
                        || type.getName().equals("com.oracle.truffle.api.Truffle")
                        || type.getName().equals("com.oracle.truffle.api.memory.ByteArraySupport")
                        || type.getName().equals("com.oracle.truffle.api.HostCompilerDirectives"));
    }

    private static String[] concat(String[]... parts) {
        return java.util.Arrays.stream(parts).flatMap(java.util.Arrays::stream).toArray(String[]::new);
    }
}
