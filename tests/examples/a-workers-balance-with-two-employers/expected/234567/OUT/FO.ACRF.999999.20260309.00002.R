<?xml version="1.0" encoding="UTF-8"?>
<ACRF xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="ACRF_20231.xsd">
<Form><Identification>ACRF001</Identification><FormCreationDate>2026-03-09</FormCreationDate><FormCreationHour>10:00:00.000</FormCreationHour><AttestationStatus>0</AttestationStatus><TypeForm>PA</TypeForm><FileReference><FileName>GO.LOIC.234567.20260309.00001.R.1</FileName><ReferenceOrigin>2</ReferenceOrigin><ReferenceNbr>3800000002QRZ</ReferenceNbr></FileReference><ReceptionResult><ResultCode>1</ResultCode></ReceptionResult></Form>
</ACRF>
