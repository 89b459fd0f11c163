package io.fanfare.codec.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A module that exports and opens nothing, made of one package of the test classes. */
public final class ClosedModule {
    private ClosedModule() {}

    public static Class<?> load(String name, String type) throws ClassNotFoundException {
        ModuleDescriptor descriptor =
                ModuleDescriptor.newModule(name).packages(Set.of(name)).build();
        ModuleReference module = new ModuleReference(descriptor, URI.create("test:/" + name)) {
            @Override
            public ModuleReader open() {
                return new TestClasses();
            }
        };
        ModuleFinder finder = new ModuleFinder() {
            @Override
            public Optional<ModuleReference> find(String wanted) {
                return wanted.equals(name) ? Optional.of(module) : Optional.empty();
            }

            @Override
            public Set<ModuleReference> findAll() {
                return Set.of(module);
            }
        };
        Configuration configuration =
                ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), Set.of(name));
        return ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
                .findLoader(name)
                .loadClass(type);
    }

    private static final class TestClasses implements ModuleReader {
        @Override
        public Optional<URI> find(String name) {
            URI found = resource(name);
            return Optional.ofNullable(found);
        }

        @Override
        public Optional<InputStream> open(String name) throws IOException {
            URI found = resource(name);
            return found == null ? Optional.empty() : Optional.of(found.toURL().openStream());
        }

        @Override
        public Stream<String> list() {
            return Stream.empty();
        }

        @Override
        public void close() {}

        private static URI resource(String name) {
            try {
                var url = ClosedModule.class.getClassLoader().getResource(name);
                return url == null ? null : url.toURI();
            } catch (java.net.URISyntaxException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }
    }
}
