package io.fanfare.integration.packaging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The projects of this build, as their poms say. */
final class Reactor {
    /**
     * One project.
     *
     * @param jar whether its packaging is jar
     * @param published whether it may be deployed
     */
    record Project(Path folder, String artifact, boolean jar, boolean published) {
        /** Returns the jar that the build made. */
        Path file() {
            return folder.resolve("target").resolve(artifact + "-" + Checkout.VERSION + ".jar");
        }
    }

    private Reactor() {}

    static List<Project> projects() {
        List<Project> projects = new ArrayList<>();
        for (String module : texts(Checkout.ROOT.resolve("pom.xml"), "/project/modules/module")) {
            Path folder = Checkout.ROOT.resolve(module);
            Path pom = folder.resolve("pom.xml");
            String artifact = texts(pom, "/project/artifactId").get(0);
            boolean jar = !texts(pom, "/project/packaging").contains("pom");
            boolean published =
                    !texts(pom, "/project/properties/maven.deploy.skip").contains("true");
            projects.add(new Project(folder, artifact, jar, published));
        }
        return projects;
    }

    static List<Project> publishedJars() {
        return projects().stream().filter(p -> p.jar() && p.published()).toList();
    }

    static Project project(String artifact) {
        return projects().stream()
                .filter(p -> p.artifact().equals(artifact))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the texts of the elements that an XPath expression selects in a pom. */
    static List<String> texts(Path pom, String xpath) {
        try {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
            NodeList nodes =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(xpath, document, XPathConstants.NODESET);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent().strip());
            }
            return texts;
        } catch (Exception e) {
            throw new AssertionError(pom.toString(), e);
        }
    }
}
