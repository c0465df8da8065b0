package dev.skep.junit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of this module, and who may know what. */
class RoomsTest {
    private static final int FEWEST_CLASSES = 20;

    @Test
    void onlyTheseRoomsKnowJUnitAndAssertJ() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.skep");
        assertThat(classes.stream().filter(type -> type.getPackageName().matches("dev\\.skep\\.(junit|assertions)")))
                .hasSizeGreaterThan(FEWEST_CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.skep.junit..", "dev.skep.assertions..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "org.assertj..", "dev.skep.junit..", "dev.skep.assertions..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("dev.skep.assertions..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "dev.skep.junit..")
                .check(classes);
    }
}
