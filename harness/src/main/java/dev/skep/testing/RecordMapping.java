package dev.skep.testing;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Java records in the place of structs: a component {@code lastPort} is the member {@code last_port}, or one of its own
 * name. Components may be numbers, {@code boolean}, {@code String}, enums, records, {@code List}s and arrays of them.
 */
final class RecordMapping {
    private RecordMapping() {}

    /** The value with records, enums, arrays and maps in it as the plain tree that types are written from. */
    static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Record record -> members(record);
            case Enum<?> constant -> constant.name();
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> plain = new LinkedHashMap<>();
                map.forEach((key, member) -> plain.put(key, plain(member)));
                yield plain;
            }
            case List<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>();
                list.forEach(element -> plain.add(plain(element)));
                yield plain;
            }
            case Object[] array -> plain(Arrays.asList(array));
            default -> value;
        };
    }

    /** The components of a record as members of a struct. */
    static Map<String, @Nullable Object> members(Record record) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                MethodHandle accessor = lookup(record.getClass()).unreflect(component.getAccessor());
                members.put(snakeCase(component.getName()), plain(accessor.invoke(record)));
            } catch (Throwable e) {
                throw unusable(record.getClass(), e);
            }
        }
        return members;
    }

    /**
     * The value as what the test wants.
     *
     * @param value as {@code BtfValue} reads it
     * @throws IllegalArgumentException if it cannot be that, with the place in the value
     */
    static <T> T as(Object value, Class<T> type) {
        Object made = make(value, type, type.getSimpleName());
        return boxed(type).cast(made);
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<T> boxed(Class<T> type) {
        return (Class<T>) MethodType.methodType(type).wrap().returnType();
    }

    private static Object make(Object value, Type type, String place) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            Type element = generic.getActualTypeArguments()[0];
            List<Object> made = new ArrayList<>();
            for (Object each : list(value, place)) {
                made.add(make(each, element, place + "[" + made.size() + "]"));
            }
            return List.copyOf(made);
        }
        if (type instanceof ParameterizedType generic) {
            return make(value, generic.getRawType(), place);
        }
        if (type instanceof GenericArrayType || !(type instanceof Class<?> plain)) {
            throw mismatch(place, value, type.getTypeName());
        }
        return makeClass(value, plain, place);
    }

    private static Object makeClass(Object value, Class<?> type, String place) {
        if (type.isRecord()) {
            return record(value, type, place);
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(value))
                    .findFirst()
                    .orElseThrow(() -> mismatch(place, value, "one of " + Arrays.toString(type.getEnumConstants())));
        }
        if (type.isArray()) {
            List<?> elements = list(value, place);
            Object array = Array.newInstance(type.getComponentType(), elements.size());
            for (int i = 0; i < elements.size(); i++) {
                Array.set(array, i, makeClass(elements.get(i), type.getComponentType(), place + "[" + i + "]"));
            }
            return array;
        }
        if (type == boolean.class || type == Boolean.class) {
            return value instanceof Boolean truth ? truth : number(value, place).signum() != 0;
        }
        if (type == String.class && !(value instanceof String)) {
            return String.valueOf(value);
        }
        Object number = boxed(value, type, place);
        if (number != null) {
            return number;
        }
        if (type.isInstance(value)) {
            return value;
        }
        throw mismatch(place, value, type.getSimpleName());
    }

    /** Numbers of the widths of Java; those of C that have no sign keep their bits where they fit only so. */
    private static @Nullable Object boxed(Object value, Class<?> type, String place) {
        if (type == long.class || type == Long.class) {
            return fitting(value, Long.SIZE, place).longValue();
        }
        if (type == int.class || type == Integer.class) {
            return fitting(value, Integer.SIZE, place).intValue();
        }
        if (type == short.class || type == Short.class) {
            return fitting(value, Short.SIZE, place).shortValue();
        }
        if (type == byte.class || type == Byte.class) {
            return fitting(value, Byte.SIZE, place).byteValue();
        }
        if (type == BigInteger.class) {
            return number(value, place);
        }
        if (type == double.class || type == Double.class) {
            return value instanceof Double real ? real : number(value, place).doubleValue();
        }
        return null;
    }

    private static BigInteger fitting(Object value, int bits, String place) {
        BigInteger number = number(value, place);
        if (number.bitLength() > bits) {
            throw mismatch(place, value, "a number of " + bits + " bits");
        }
        return number;
    }

    private static BigInteger number(Object value, String place) {
        return switch (value) {
            case BigInteger big -> big;
            case Long number -> BigInteger.valueOf(number);
            case Boolean truth -> truth ? BigInteger.ONE : BigInteger.ZERO;
            case String pointer when pointer.matches("0x[0-9a-f]+") -> new BigInteger(pointer.substring(2), 16);
            default -> throw mismatch(place, value, "a number");
        };
    }

    private static List<?> list(Object value, String place) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw mismatch(place, value, "an array");
    }

    private static Object record(Object value, Class<?> type, String place) {
        if (!(value instanceof Map<?, ?> members)) {
            throw mismatch(place, value, "a struct for record " + type.getSimpleName());
        }
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            Object member = members.containsKey(name) ? members.get(name) : members.get(snakeCase(name));
            if (member == null) {
                throw new IllegalArgumentException(place + ": no member " + snakeCase(name) + ", "
                        + NearestNames.hint(
                                name,
                                members.keySet().stream().map(String::valueOf).toList()));
            }
            arguments[i] = make(member, components[i].getGenericType(), place + "." + name);
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return lookup(type)
                    .unreflectConstructor(type.getDeclaredConstructor(types))
                    .invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw unusable(type, e);
        }
    }

    private static MethodHandles.Lookup lookup(Class<?> type) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    }

    private static RuntimeException unusable(Class<?> type, Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalArgumentException("record " + type.getName() + " cannot be used: " + cause, cause);
    }

    private static IllegalArgumentException mismatch(String place, Object value, String expected) {
        return new IllegalArgumentException(place + ": " + value + ", expected " + expected);
    }

    /** {@code lastPort} becomes {@code last_port}. */
    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
