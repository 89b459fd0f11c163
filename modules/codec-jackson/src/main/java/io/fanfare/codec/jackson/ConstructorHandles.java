package io.fanfare.codec.jackson;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.module.SimpleModule;

/**
 * Has records, and other classes whose properties go through a constructor, created by {@link ConstructorHandle};
 * leaves classes for which anybody else has made provision.
 */
final class ConstructorHandles extends SimpleModule {
    private static final long serialVersionUID = 1L;

    ConstructorHandles() {
        super("fanfare-constructors");
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addValueInstantiators(new ValueInstantiators.Base() {
            @Override
            public ValueInstantiator modifyValueInstantiator(
                    DeserializationConfig config, BeanDescription.Supplier type, ValueInstantiator found) {
                return found.getClass() == StdValueInstantiator.class
                                && found.getWithArgsCreator() instanceof AnnotatedConstructor constructor
                        ? new ConstructorHandle((StdValueInstantiator) found, constructor)
                        : found;
            }
        });
    }
}
