import java.io.File;
import javax.xml.XMLConstants;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** A file through the JDK's SAX parser with a schema, as a yardstick: prints how many forms there are. */
public final class Sax {
    public static void main(String[] words) throws Exception {
        var schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(new File(words[0]));
        var factory = SAXParserFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setSchema(schema);
        var forms = new int[1];
        factory.newSAXParser().parse(new File(words[1]), new DefaultHandler() {
            @Override
            public void startElement(String uri, String local, String name, Attributes attributes) {
                if (local.equals("Form")) {
                    forms[0]++;
                }
            }

            @Override
            public void error(SAXParseException fault) throws SAXParseException {
                throw fault;
            }
        });
        System.out.println(forms[0]);
    }
}
