package io.fanfare;

import io.fanfare.spi.Availability;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Provider;
import io.fanfare.spi.PubSubException;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The plug-ins of one kind that were found, in the order of their ids. Immutable. */
final class Catalog<P extends Provider> {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*");

    /** How many providers of one loader may fail to load before the rest is left alone. */
    private static final int FAILURES = 100;

    private final String kind;
    private final List<Entry<P>> entries;

    private record Entry<P>(
            ProviderDescription description, @Nullable P provider) {}

    private Catalog(String kind, List<Entry<P>> entries) {
        this.kind = kind;
        this.entries = entries;
    }

    static <P extends Provider> Catalog<P> load(String kind, Class<P> service) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        List<Entry<P>> entries = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        collect(kind, ServiceLoader.load(service, context), seen, entries);
        if (context != Catalog.class.getClassLoader()) {
            collect(kind, ServiceLoader.load(service, Catalog.class.getClassLoader()), seen, entries);
        }
        return of(kind, entries);
    }

    /** Returns the catalog of given providers. */
    static <P extends Provider> Catalog<P> of(String kind, Iterable<P> providers) {
        List<Entry<P>> entries = new ArrayList<>();
        providers.forEach(provider -> entries.add(entry(kind, provider)));
        return of(kind, entries);
    }

    /** Returns these and others, none of which may have an id that is present. */
    Catalog<P> plus(List<? extends P> more) {
        List<Entry<P>> all = new ArrayList<>(entries);
        more.forEach(provider -> all.add(entry(kind, provider)));
        return of(kind, all);
    }

    /** Returns these and others, which take the places of those that have their ids. */
    Catalog<P> replacing(List<? extends P> more) {
        Set<String> ids = more.stream().map(Provider::id).collect(Collectors.toSet());
        List<Entry<P>> kept = entries.stream()
                .filter(entry -> !ids.contains(entry.description().id()))
                .toList();
        return new Catalog<>(kind, kept).plus(more);
    }

    private static <P extends Provider> Catalog<P> of(String kind, List<Entry<P>> entries) {
        List<Entry<P>> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing((Entry<P> entry) -> entry.description().id())
                .thenComparing(entry -> entry.description().type()));
        for (int i = 1; i < sorted.size(); i++) {
            ProviderDescription one = sorted.get(i - 1).description();
            ProviderDescription two = sorted.get(i).description();
            boolean working =
                    sorted.get(i - 1).provider() != null && sorted.get(i).provider() != null;
            if (working && one.id().equals(two.id())) {
                throw new PubSubException(
                        ErrorCode.PROVIDER_DUPLICATE,
                        "two " + kind + "s have the id '" + one.id() + "': " + where(one) + " and " + where(two)
                                + "; remove one of the artifacts");
            }
        }
        return new Catalog<>(kind, List.copyOf(sorted));
    }

    private static <P extends Provider> void collect(
            String kind, ServiceLoader<P> loader, Set<String> seen, List<Entry<P>> entries) {
        Iterator<ServiceLoader.Provider<P>> iterator = loader.stream().iterator();
        for (int failures = 0; failures < FAILURES; ) {
            String type = kind;
            try {
                if (!iterator.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<P> found = iterator.next();
                type = found.type().getName();
                if (seen.add(type)) {
                    entries.add(entry(kind, found.get()));
                }
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                failures++;
                entries.add(broken(kind, type, e));
            }
        }
    }

    private static <P extends Provider> Entry<P> entry(String kind, P provider) {
        Module module = provider.getClass().getModule();
        String name = module.getDescriptor() == null
                ? "class path"
                : module.getDescriptor().toNameAndVersion();
        CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
        String location = source == null || source.getLocation() == null
                ? ""
                : source.getLocation().toString();
        String type = provider.getClass().getName();
        String id = provider.id();
        if (id == null || !ID.matcher(id).matches()) {
            throw new PubSubException(
                    ErrorCode.CONTRACT_BROKEN,
                    provider.getClass().getName() + " has the id '" + id
                            + "'; an id is lower-case letters, digits and hyphens, a letter first");
        }
        Availability availability = provider.availability();
        return new Entry<>(new ProviderDescription(kind, id, name, location, type, availability), provider);
    }

    private static <P> Entry<P> broken(String kind, String type, Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        Availability why = Availability.unusable("it failed to load: " + error.getMessage() + " (" + cause + ")");
        return new Entry<>(new ProviderDescription(kind, type, "", "", type, why), null);
    }

    List<ProviderDescription> descriptions() {
        return entries.stream().map(Entry::description).toList();
    }

    List<P> usable() {
        List<P> usable = new ArrayList<>();
        for (Entry<P> entry : entries) {
            if (entry.provider() != null && entry.description().availability().isUsable()) {
                usable.add(entry.provider());
            }
        }
        return usable;
    }

    /**
     * Returns the plug-in with an id.
     *
     * @param builtIn ids that do not count when none is named
     */
    P select(@Nullable String id, Set<String> builtIn) {
        List<Entry<P>> candidates = entries.stream()
                .filter(entry -> id == null
                        ? entry.provider() != null
                                && !builtIn.contains(entry.description().id())
                        : entry.description().id().equals(id))
                .toList();
        if (candidates.isEmpty()) {
            throw new PubSubException(ErrorCode.PROVIDER_NOT_FOUND, missing(id));
        }
        if (candidates.size() > 1) {
            throw new PubSubException(
                    ErrorCode.PROVIDER_AMBIGUOUS,
                    "several " + kind + "s are present and none is named; set fanfare." + kind + " to one of: "
                            + found());
        }
        Entry<P> chosen = candidates.get(0);
        P provider = chosen.provider();
        if (provider == null || !chosen.description().availability().isUsable()) {
            throw new PubSubException(
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    kind + " '" + chosen.description().id() + "' cannot work here: "
                            + chosen.description().availability().detail());
        }
        return provider;
    }

    private String missing(@Nullable String id) {
        String found = entries.isEmpty() ? "none" : found();
        String artifact = "io.fanfare:fanfare-" + kind + "-" + (id == null ? "…" : id);
        return (id == null ? "no " + kind : "no " + kind + " with the id '" + id + "'") + " is present; found: " + found
                + ". Add the artifact " + artifact + " to the module path or class path"
                + (id == null ? "." : ", or name one that was found.");
    }

    private String found() {
        return entries.stream()
                .map(entry -> entry.description().id() + " ("
                        + (entry.provider() == null
                                ? entry.description().availability().detail()
                                : entry.description().module())
                        + ")")
                .collect(Collectors.joining(", "));
    }

    private static String where(ProviderDescription description) {
        return description.type() + " in "
                + (description.location().isEmpty() ? description.module() : description.location());
    }
}
