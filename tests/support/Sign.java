import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import org.bouncycastle.asn1.*;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.*;
import org.bouncycastle.cms.jcajce.*;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.*;

/** Signs as Java senders do. Arguments: folder; it holds fi, and per signer NAME.der (certificate) and NAME.p8 (key). */
public class Sign {
    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        Path folder = Path.of(arguments[0]);
        CMSTypedData fi = new CMSProcessableByteArray(Files.readAllBytes(folder.resolve("fi")));
        String[][] cases = {
            {"rsa", "RSA", "SHA256withRSA"}, {"rsa", "RSA", "SHA512withRSA"}, {"rsa", "RSA", "SHA256withRSAandMGF1"},
            {"p256", "EC", "SHA256withECDSA"}, {"p384", "EC", "SHA384withECDSA"}, {"rsa", "RSA", "SHA1withRSA"},
        };
        for (String[] one : cases) {
            byte[] certificate = Files.readAllBytes(folder.resolve(one[0] + ".der"));
            X509Certificate signer = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(certificate));
            PrivateKey key = KeyFactory.getInstance(one[1])
                .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve(one[0] + ".p8"))));
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().setProvider("BC").build())
                    .build(new JcaContentSignerBuilder(one[2]).setProvider("BC").build(key), signer));
            generator.addCertificates(new JcaCertStore(List.of(signer)));
            CMSSignedData made = generator.generate(fi, false);
            Path named = folder.resolve(one[2]);
            Files.write(named.resolveSibling(one[2] + ".ber"), made.getEncoded());
            Files.write(named.resolveSibling(one[2] + ".asn1der"), made.toASN1Structure().getEncoded(ASN1Encoding.DER));
            Files.write(named.resolveSibling(one[2] + ".mime"), Base64.getMimeEncoder().encode(made.getEncoded()));
        }
    }
}
