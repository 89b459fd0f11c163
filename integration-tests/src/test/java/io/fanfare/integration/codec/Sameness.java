package io.fanfare.integration.codec;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Equality of values that looks into arrays, wherever in records, lists and maps they are. */
enum Sameness {
    /** Every value equals itself only. */
    EXACT,
    /** An infinite number of no declared type may have become text, which is how JSON writes it: {@code 1e400}. */
    AFTER_JSON;

    static Sameness after(String format) {
        return format.equals("json") ? AFTER_JSON : EXACT;
    }

    boolean same(Object one, Object two) {
        if (one == two) {
            return true;
        }
        if (one == null || two == null) {
            return false;
        }
        if (one instanceof byte[] bytes) {
            return two instanceof byte[] other && Arrays.equals(bytes, other);
        }
        if (one.getClass().isArray()) {
            return one.getClass() == two.getClass() && same(elements(one), elements(two));
        }
        if (one instanceof List<?> list) {
            return two instanceof List<?> other && sameInOrder(list, other);
        }
        if (one instanceof Map<?, ?> map) {
            return two instanceof Map<?, ?> other && sameMaps(map, other);
        }
        if (one instanceof Optional<?> maybe) {
            return two instanceof Optional<?> other && same(maybe.orElse(null), other.orElse(null));
        }
        if (one instanceof Record fields) {
            return one.getClass() == two.getClass() && same(components(fields), components((Record) two));
        }
        return one.equals(two) || becameText(one, two);
    }

    private boolean becameText(Object one, Object two) {
        return this == AFTER_JSON
                && one instanceof Double number
                && number.isInfinite()
                && two.equals(number.toString());
    }

    private static List<Object> elements(Object array) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private boolean sameInOrder(Collection<?> one, Collection<?> two) {
        if (one.size() != two.size()) {
            return false;
        }
        Iterator<?> other = two.iterator();
        for (Object element : one) {
            if (!same(element, other.next())) {
                return false;
            }
        }
        return true;
    }

    private boolean sameMaps(Map<?, ?> one, Map<?, ?> two) {
        if (one.size() != two.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : one.entrySet()) {
            if (!two.containsKey(entry.getKey()) || !same(entry.getValue(), two.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the fields of a record in their order. */
    static List<Object> components(Record fields) {
        List<Object> components = new ArrayList<>();
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                components.add(component.getAccessor().invoke(fields));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("cannot read " + component, e);
            }
        }
        return components;
    }
}
