package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Availability;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Provider;
import io.fanfare.spi.PubSubException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private record Named(String id, Availability availability) implements Provider {
        Named(String id) {
            this(id, Availability.usable("lib 1"));
        }
    }

    private static Catalog<Named> catalog(Named... providers) {
        return Catalog.of("transport", List.of(providers));
    }

    @Test
    void theOnlyOneNeedsNoName() {
        Named only = new Named("only");
        assertThat(catalog(only).select(null, Set.of())).isSameAs(only);
    }

    @Test
    void severalNeedAName() {
        Catalog<Named> catalog = catalog(new Named("two"), new Named("one"));
        assertThat(catalog.select("two", Set.of()).id()).isEqualTo("two");
        refuses(
                () -> catalog.select(null, Set.of()),
                ErrorCode.PROVIDER_AMBIGUOUS,
                "several transports are present and none is named; set fanfare.transport to one of: one (",
                "), two (");
    }

    @Test
    void builtInOnesDoNotCountWhenNoneIsNamed() {
        Catalog<Named> catalog = catalog(new Named("bytes"), new Named("json"));
        assertThat(catalog.select(null, Set.of("bytes")).id()).isEqualTo("json");
        assertThat(catalog.select("bytes", Set.of("bytes")).id()).isEqualTo("bytes");
    }

    @Test
    void anUnknownIdIsRefusedWithThoseFoundAndTheArtifactToAdd() {
        refuses(
                () -> catalog(new Named("one")).select("lettuce", Set.of()),
                ErrorCode.PROVIDER_NOT_FOUND,
                "no transport with the id 'lettuce' is present; found: one (",
                "Add the artifact io.fanfare:fanfare-transport-lettuce to the module path or class path");
        refuses(
                () -> catalog().select(null, Set.of()),
                ErrorCode.PROVIDER_NOT_FOUND,
                "no transport is present; found: none. Add the artifact io.fanfare:fanfare-transport-…");
    }

    @Test
    void oneThatCannotWorkSaysWhy() {
        Catalog<Named> catalog = catalog(new Named("old", Availability.unusable("it needs lib 2")));
        assertThat(catalog.usable()).isEmpty();
        assertThat(catalog.descriptions()).hasSize(1);
        refuses(
                () -> catalog.select("old", Set.of()),
                ErrorCode.PROVIDER_UNAVAILABLE,
                "transport 'old' cannot work here: it needs lib 2");
    }

    @Test
    void oneThatBreaksItsContractIsListedAndHarmsNobody() {
        assertThatThrownBy(() -> catalog(new Named("Not An Id"))).hasMessageContaining("has the id 'Not An Id'");
    }

    @Test
    void twoWithOneIdAreRefusedNamingBothClassesAndPlaces() {
        String type = Named.class.getName();
        refuses(
                () -> catalog(new Named("same"), new Named("same")),
                ErrorCode.PROVIDER_DUPLICATE,
                "two transports have the id 'same': " + type + " in ",
                " and " + type + " in ");
    }

    @Test
    void discoversWhatCoreBrings() {
        Providers providers = Providers.discover();
        assertThat(providers.descriptions())
                .extracting(ProviderDescription::kind, ProviderDescription::id)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("codec", "bytes"),
                        org.assertj.core.groups.Tuple.tuple("codec", "string"),
                        org.assertj.core.groups.Tuple.tuple("pool", "exclusive"),
                        org.assertj.core.groups.Tuple.tuple("pool", "shared"),
                        org.assertj.core.groups.Tuple.tuple("dispatcher", "inline"),
                        org.assertj.core.groups.Tuple.tuple("dispatcher", "ordered"));
    }

    private static void refuses(Runnable selecting, ErrorCode code, String... words) {
        assertThatThrownBy(selecting::run).isInstanceOfSatisfying(PubSubException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            for (String word : words) {
                assertThat(e).hasMessageContaining(word);
            }
        });
    }
}
