using '../main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'transvox-small')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param preset = 'small'
param hosting = readEnvironmentVariable('TRANSVOX_HOSTING', 'premium')
param engines = readEnvironmentVariable('TRANSVOX_ENGINES', 'embedded')
param translatorModel = readEnvironmentVariable('TRANSVOX_TRANSLATOR_MODEL', '')
param imageName = readEnvironmentVariable('TRANSVOX_IMAGE', '')
param authClientId = readEnvironmentVariable('TRANSVOX_AUTH_CLIENT_ID', '')
param alertEmail = readEnvironmentVariable('TRANSVOX_ALERT_EMAIL', '')
