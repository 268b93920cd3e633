package overtake.cli.export;

import java.io.StringWriter;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Results as JUnit XML, in the form that Ant's reports have and CI systems read: one suite, a test case for each scenario and model.
public final class JunitXml {
    private static final String INDENT = "\n  ";

    private JunitXml() {}

    /// @param time when the run began
    public static String text(List<RunCase> cases, LocalDateTime time, double seconds, String version) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            suite(xml, cases, time, seconds, version);
            xml.writeEndDocument();
            xml.writeCharacters("\n");
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("not written as XML: " + cases, e);
        }
        return text.toString();
    }

    private static void suite(
            XMLStreamWriter xml, List<RunCase> cases, LocalDateTime time, double seconds, String version)
            throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "overtake");
        xml.writeAttribute("timestamp", time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT)));
        xml.writeAttribute("hostname", "localhost");
        xml.writeAttribute("tests", Integer.toString(cases.size()));
        xml.writeAttribute("failures", Long.toString(count(cases, RunCase.State.FAILED)));
        xml.writeAttribute("errors", Long.toString(count(cases, RunCase.State.ERROR)));
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("time", seconds(seconds));
        xml.writeCharacters(INDENT);
        xml.writeStartElement("properties");
        xml.writeEmptyElement("property");
        xml.writeAttribute("name", "version");
        xml.writeAttribute("value", version);
        xml.writeEndElement();
        for (RunCase each : cases) {
            xml.writeCharacters(INDENT);
            testCase(xml, each);
        }
        for (String stream : List.of("system-out", "system-err")) {
            xml.writeCharacters(INDENT);
            xml.writeEmptyElement(stream);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private static void testCase(XMLStreamWriter xml, RunCase each) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", each.name());
        xml.writeAttribute("classname", printable(each.path()));
        xml.writeAttribute("time", seconds(each.seconds()));
        switch (each.state()) {
            case PASSED, EXPECTED -> {}
            case FAILED -> problem(xml, "failure", each);
            case ERROR -> problem(xml, "error", each);
        }
        xml.writeEndElement();
    }

    private static void problem(XMLStreamWriter xml, String element, RunCase each) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("message", printable(each.message()));
        xml.writeAttribute("type", printable(each.rule()));
        xml.writeCharacters(printable(each.details()));
        xml.writeEndElement();
    }

    private static long count(List<RunCase> cases, RunCase.State state) {
        return cases.stream().filter(each -> each.state() == state).count();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /// XML has no control characters.
    private static String printable(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "?");
    }
}
