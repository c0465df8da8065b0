package dev.skep.junit;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.time.SimulatedClock;
import dev.skep.testing.BpfObject;
import dev.skep.testing.Recording;
import dev.skep.testing.TestEngine;
import dev.skep.testing.UnsupportedOnHostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.opentest4j.TestAbortedException;

/** What {@link Skep} does. */
final class SkepExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {
    private static final Set<Class<?>> PARAMETERS = Set.of(Kernel.class, SimulatedClock.class, BpfObject.class);

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // Takes as long as reading and verifying an object; both at once halve what the first test waits for.
        TestEngine.open();
        Machines machines = Machines.of(context);
        machines.beginCoverage(context);
        machines.ofClass(context);
        try {
            machines.loadStaticFields(context);
        } catch (UnsupportedOnHostException e) {
            throw TestMachine.skipped(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Machines machines = Machines.of(context);
        requireOneTestAtATime(machines, context);
        try {
            machines.loadInstanceFields(context);
            VerdictChecks.check(machines, context);
        } catch (UnsupportedOnHostException e) {
            throw TestMachine.skipped(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Machines.of(context).countTest(context);
        FailureReport.publishDifferences(context, Machines.of(context).concerned(context));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Machines.of(context).finishCoverage(context);
    }

    /** An instance that tests share at the same time has only one field for all of them. */
    private static void requireOneTestAtATime(Machines machines, ExtensionContext context) {
        boolean shared = context.getTestInstanceLifecycle().orElse(Lifecycle.PER_METHOD) == Lifecycle.PER_CLASS
                && context.getExecutionMode() == ExecutionMode.CONCURRENT;
        if (shared
                && Machines.classes(context).stream()
                        .anyMatch(test -> !machines.fields(test).instances().isEmpty())) {
            throw new ExtensionConfigurationException(
                    context.getRequiredTestClass().getName()
                            + ": its tests run at the same time on one instance, so that they would share its @Load fields:"
                            + " use Lifecycle.PER_METHOD, @Execution(SAME_THREAD), or @Load on parameters");
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return PARAMETERS.contains(type) || (type == Recording.class && parameter.isAnnotated(Replay.class));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Machines machines = Machines.of(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == Kernel.class) {
            return machines.meant(context).kernel();
        }
        if (type == SimulatedClock.class) {
            return machines.meant(context).kernel().clock();
        }
        Class<?> test = context.getRequiredTestClass();
        if (type == BpfObject.class) {
            return parameter
                    .findAnnotation(Load.class)
                    .map(load -> machines.meant(context).load(test, load))
                    .orElseGet(() -> machines.onlyObject(context));
        }
        String name = parameter.findAnnotation(Replay.class).orElseThrow().value();
        try {
            return ReplayArguments.recording(machines, test, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw reported(context, failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw reported(context, failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw reported(context, failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw reported(context, failure);
    }

    private static Throwable reported(ExtensionContext context, Throwable thrown) {
        // A parameter that there is not on the kernel of this machine comes wrapped.
        Throwable cause = thrown.getCause();
        Throwable failure = thrown instanceof ParameterResolutionException && cause instanceof TestAbortedException
                ? cause
                : thrown;
        if (failure instanceof UnsupportedOnHostException) {
            return TestMachine.skipped(String.valueOf(failure.getMessage()));
        }
        if (!(failure instanceof TestAbortedException)) {
            FailureReport.attach(context, Machines.of(context).concerned(context), failure);
        }
        return failure;
    }
}
