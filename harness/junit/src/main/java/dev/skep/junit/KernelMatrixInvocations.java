package dev.skep.junit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs the tests of {@link KernelMatrix}. */
final class KernelMatrixInvocations implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), KernelMatrix.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        KernelMatrix matrix = AnnotationSupport.findAnnotation(context.getTestMethod(), KernelMatrix.class)
                .orElseThrow();
        return Arrays.stream(matrix.value()).map(OnKernel::new);
    }

    /** The test with the types of one kernel. */
    private record OnKernel(String btf) implements TestTemplateInvocationContext, ExecutionCondition {
        @Override
        public String getDisplayName(int invocationIndex) {
            return btf;
        }

        @Override
        public void prepareInvocation(ExtensionContext context) {
            Machines.types(context, btf);
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return btf.equals(KernelMatrix.MACHINE) && !Files.isReadable(Path.of(btf))
                    ? ConditionEvaluationResult.disabled("this machine shows no " + btf)
                    : ConditionEvaluationResult.enabled("");
        }
    }
}
