package dev.skep.junit;

import dev.skep.testing.BpfObject;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * The fields of a test class that are annotated with {@link Load}.
 *
 * @param statics declared by the class itself
 * @param instances declared by the class and those that it extends, the uppermost first
 */
record LoadFields(List<LoadField> statics, List<LoadField> instances) {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** A field, and how to set it. */
    record LoadField(Class<?> owner, Load load, MethodHandle setter) {
        /** Sets the field of an object, or the static field for null. */
        void set(@Nullable Object instance, BpfObject value) {
            try {
                if (instance == null) {
                    setter.invoke(value);
                } else {
                    setter.invoke(instance, value);
                }
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** @throws ExtensionConfigurationException if a field cannot hold an object */
    static LoadFields of(Class<?> test) {
        List<LoadField> statics = new ArrayList<>();
        List<LoadField> instances = new ArrayList<>();
        for (Class<?> owner = test; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
            List<LoadField> here = new ArrayList<>();
            for (Field field : owner.getDeclaredFields()) {
                Load load = field.getAnnotation(Load.class);
                if (load == null) {
                    continue;
                }
                check(test, field);
                (Modifier.isStatic(field.getModifiers()) ? statics : here).add(loadField(field, load));
            }
            instances.addAll(0, here);
        }
        return new LoadFields(List.copyOf(statics), List.copyOf(instances));
    }

    private static void check(Class<?> test, Field field) {
        String place = "@Load field " + field.getDeclaringClass().getName() + "." + field.getName();
        if (field.getType() != BpfObject.class) {
            throw new ExtensionConfigurationException(
                    place + ": its type is " + field.getType().getSimpleName() + ", expected BpfObject");
        }
        if (Modifier.isFinal(field.getModifiers())) {
            throw new ExtensionConfigurationException(place + " is final, so it cannot be set");
        }
        if (Modifier.isStatic(field.getModifiers()) && field.getDeclaringClass() != test) {
            throw new ExtensionConfigurationException(place + " is static, so all classes that extend "
                    + field.getDeclaringClass().getSimpleName() + " would share it: declare it in "
                    + test.getSimpleName());
        }
    }

    private static LoadField loadField(Field field, Load load) {
        try {
            Class<?> owner = field.getDeclaringClass();
            MethodHandle setter = MethodHandles.privateLookupIn(owner, LOOKUP).unreflectSetter(field);
            return new LoadField(owner, load, setter);
        } catch (IllegalAccessException e) {
            throw new ExtensionConfigurationException(
                    "@Load field " + field + " cannot be set: is its package open to dev.skep?", e);
        }
    }
}
