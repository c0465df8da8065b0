package dev.skep.junit;

import dev.skep.testing.FaultPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs the tests of {@link FaultInjection}. */
final class FaultInvocations implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), FaultInjection.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        FaultInjection injection = AnnotationSupport.findAnnotation(context.getTestMethod(), FaultInjection.class)
                .orElseThrow();
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Runs(injection), Spliterator.ORDERED), false);
    }

    /** The first run, and those that it shows to be necessary. JUnit asks for the next when the last is over. */
    private static final class Runs implements Iterator<TestTemplateInvocationContext> {
        private final FaultInjection injection;
        private final FaultPlan first = FaultPlan.none();
        private @Nullable Iterator<Integer> failing;
        private boolean begun;

        Runs(FaultInjection injection) {
            this.injection = injection;
        }

        @Override
        public boolean hasNext() {
            return !begun || failing().hasNext();
        }

        @Override
        public TestTemplateInvocationContext next() {
            if (!begun) {
                begun = true;
                return new WithPlan("no failure", first);
            }
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int number = failing().next();
            return new WithPlan(
                    "failure " + (number + 1) + " of " + first.fallible(), FaultPlan.failing(number, injection.seed()));
        }

        private Iterator<Integer> failing() {
            Iterator<Integer> known = failing;
            if (known == null) {
                List<Integer> numbers = new ArrayList<>();
                for (int number = 0; number < first.fallible(); number++) {
                    numbers.add(number);
                }
                if (numbers.size() > injection.limit()) {
                    Collections.shuffle(numbers, new Random(injection.seed()));
                    numbers = new ArrayList<>(numbers.subList(0, injection.limit()));
                    Collections.sort(numbers);
                }
                known = numbers.iterator();
                failing = known;
            }
            return known;
        }
    }

    /** A run of the test with one failure, or none. */
    private record WithPlan(String name, FaultPlan plan) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return name;
        }

        @Override
        public void prepareInvocation(ExtensionContext context) {
            Machines.plan(context, plan);
        }
    }
}
