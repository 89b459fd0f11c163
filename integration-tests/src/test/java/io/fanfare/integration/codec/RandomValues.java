package io.fanfare.integration.codec;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Makes values of a type by its structure: records by their components, generics by their arguments. */
final class RandomValues {
    private static final int DEEPEST = 5;
    private static final int MOST_ELEMENTS = 5;

    private final Random random;
    private final RandomScalars scalars;
    private int depth;

    RandomValues(Random random) {
        this.random = random;
        this.scalars = new RandomScalars(random);
    }

    /** Returns a value that is not null. */
    Object of(Type type) {
        depth++;
        try {
            return make(type);
        } finally {
            depth--;
        }
    }

    private Object make(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        Class<?> plain = (Class<?>) type;
        if (plain == Object.class) {
            return tree();
        }
        if (plain == byte[].class) {
            return scalars.bytes();
        }
        if (plain.isArray()) {
            return array(plain.getComponentType());
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
        }
        if (scalars.makes(plain)) {
            return scalars.of(plain);
        }
        if (plain.isSealed()) {
            // the last one holds others
            int choices = plain.getPermittedSubclasses().length - (depth < DEEPEST ? 0 : 1);
            return of(plain.getPermittedSubclasses()[random.nextInt(choices)]);
        }
        if (plain.isRecord()) {
            return record(plain, Map.of());
        }
        if (plain == Declared.Bean.class) {
            return bean();
        }
        throw new IllegalArgumentException("no values of " + plain + " are made");
    }

    private Object generic(Class<?> raw, Type[] arguments) {
        if (raw == List.class) {
            return elements(arguments[0], new ArrayList<>(), true);
        }
        if (raw == Set.class) {
            return elements(arguments[0], new LinkedHashSet<>(), false);
        }
        if (raw == Map.class) {
            return map(arguments[0], arguments[1]);
        }
        if (raw == Optional.class) {
            return random.nextBoolean() ? Optional.empty() : Optional.of(of(arguments[0]));
        }
        Map<TypeVariable<?>, Type> bound = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            bound.put(raw.getTypeParameters()[i], arguments[i]);
        }
        return record(raw, bound);
    }

    private Object record(Class<?> type, Map<TypeVariable<?>, Type> bound) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameters = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            parameters[i] = components[i].getType();
            Type declared = components[i].getGenericType();
            values[i] = field(declared instanceof TypeVariable<?> variable ? bound.get(variable) : declared);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot make " + type, e);
        }
    }

    /** Returns null now and then where that can be told from a value, and always where the structure is deep. */
    private Object field(Type type) {
        boolean isPrimitive = type instanceof Class<?> plain && plain.isPrimitive();
        String name = type.getTypeName();
        boolean isMaybe = name.startsWith("java.util.Optional");
        if (!isPrimitive && !isMaybe && (random.nextInt(8) == 0 || (depth > DEEPEST && nests(type)))) {
            return null;
        }
        return of(type);
    }

    private static boolean nests(Type type) {
        return !(type instanceof Class<?> plain) || plain.isRecord() || plain.isSealed() || plain == Object.class;
    }

    private <C extends java.util.Collection<Object>> C elements(Type type, C into, boolean withNulls) {
        for (int left = size(); left > 0; left--) {
            boolean isMaybe = type.getTypeName().startsWith("java.util.Optional");
            into.add(withNulls && !isMaybe && random.nextInt(16) == 0 ? null : of(type));
        }
        return into;
    }

    private Map<Object, Object> map(Type keys, Type values) {
        Map<Object, Object> made = new LinkedHashMap<>();
        for (int left = size(); left > 0; left--) {
            made.put(of(keys), field(values));
        }
        return made;
    }

    private Object array(Class<?> component) {
        Object made = Array.newInstance(component, size());
        for (int i = 0; i < Array.getLength(made); i++) {
            Array.set(made, i, of(component));
        }
        return made;
    }

    private Object bean() {
        Declared.Bean bean = new Declared.Bean();
        bean.setName((String) field(String.class));
        bean.setCount((Long) field(Long.class));
        bean.setOpen(random.nextBoolean());
        bean.setColours(random.nextBoolean() ? null : List.of(Declared.Colour.GREEN, Declared.Colour.BLUE));
        return bean;
    }

    /** Returns what both formats give for an undeclared value: integers in the smallest class that holds them. */
    private Object tree() {
        if (depth <= DEEPEST && random.nextInt(3) > 0) {
            return random.nextBoolean()
                    ? elements(Object.class, new ArrayList<>(), true)
                    : map(String.class, Object.class);
        }
        return scalars.undeclared();
    }

    private int size() {
        return depth > DEEPEST ? 0 : random.nextInt(MOST_ELEMENTS);
    }
}
