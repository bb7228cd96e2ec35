<?xml version="1.0" encoding="UTF-8"?>
<TWCT001 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="TWCT001_20231.xsd">
  <Form>
    <Identification>TWCT001</Identification>
    <FormCreationDate>2026-03-09</FormCreationDate>
    <FormCreationHour>09:15:00.001</FormCreationHour>
    <AttestationStatus>0</AttestationStatus>
    <TypeForm>SU</TypeForm>
    <DclInformation>
      <LanguageCodePdf>2</LanguageCodePdf>
    </DclInformation>
    <RiskIdentification>
      <IdentificationOfRisk>003</IdentificationOfRisk>
    </RiskIdentification>
    <Reference>
      <ReferenceType>1</ReferenceType>
      <ReferenceOrigin>1</ReferenceOrigin>
      <ReferenceNbr>PANNE-901</ReferenceNbr>
    </Reference>
    <EmployerDeclarationLink>
      <NOSSRegistrationNbr>158420787</NOSSRegistrationNbr>
      <Trusteeship>0</Trusteeship>
      <CompanyID>0478123688</CompanyID>
      <OperationalOffice>
        <Street>Rue des Tanneurs</Street>
        <HouseNbr>18</HouseNbr>
        <ZIPCode>5000</ZIPCode>
        <City>Namur</City>
      </OperationalOffice>
      <TemporaryEmploymentAgency>
        <CommunicationSourceIndicator>0</CommunicationSourceIndicator>
      </TemporaryEmploymentAgency>
      <TempUnempTechnicalAccident>
        <DateTechnicalAccident>2026-03-06</DateTechnicalAccident>
        <TechnicalAccident>Rupture du convoyeur principal</TechnicalAccident>
        <TempUnemploymentPeriod>
          <TempUnemploymentStartingDate>2026-03-13</TempUnemploymentStartingDate>
          <TempUnemploymentEndingDate>2026-03-27</TempUnemploymentEndingDate>
        </TempUnemploymentPeriod>
      </TempUnempTechnicalAccident>
    </EmployerDeclarationLink>
  </Form>
</TWCT001>
